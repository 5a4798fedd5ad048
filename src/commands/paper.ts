/** How tables are printed for this session. */
import type { Detail } from '../report/detail.ts';
import type { Paper } from '../report/terminal.ts';
import type { Session } from './session.ts';

export function paperOf({ colour, width, values }: Session): Paper & { readonly detail: Detail } {
  return { colour, width, detail: values.switch('verbose') === true ? 'full' : 'short' };
}
