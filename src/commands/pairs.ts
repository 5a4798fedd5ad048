/** The pairs to measure: of the services' folders, and of servers that already run. */
import { UserError } from '../host/user-error.ts';
import type { ExternalServer } from '../plan/external-server.ts';
import type { Service } from '../plan/manifest.ts';
import { selectPairs } from '../plan/select.ts';
import type { Pair, Selection } from '../plan/select.ts';
import { externalServersOf } from './external-servers.ts';
import { selectionOf } from './request.ts';
import { servicesOf } from './session.ts';
import type { Session } from './session.ts';

function refuseTakenNames(servers: readonly ExternalServer[], services: readonly Service[]): void {
  const taken = servers.find((server) =>
    services.some(({ kind, name }) => kind === 'server' && name === server.name),
  );
  if (taken !== undefined)
    throw new UserError(
      `--server-url: there is a server named ${taken.name} already`,
      'choose another name',
    );
}

/** Each stands beside the servers of `-s`, unless `-s` names some of them: then it names all. */
function beside(selection: Selection, servers: readonly ExternalServer[]): Selection {
  const { servers: words } = selection;
  const names = servers.map(({ name }) => name);
  if (words === null || names.some((name) => words.includes(name))) return selection;
  return { ...selection, servers: [...words, ...names] };
}

/** A flag that does nothing is a slip; variables and files may name servers for other runs. */
function refuseUnused(
  servers: readonly ExternalServer[],
  pairs: readonly Pair[],
  session: Session,
): void {
  const unused = servers.find((server) => !pairs.some((pair) => pair.server === server));
  if (unused !== undefined && session.values.isFlag('server-url'))
    throw new UserError(
      `--server-url: ${unused.name} is not among the servers that were chosen`,
      'choose it too, or leave it out',
    );
}

/** `pair`: the two words of `single`. Throws a UserError for wrong input. */
export function pairsOf(session: Session, pair: readonly string[]): Pair[] {
  const services = servicesOf(session);
  const servers = externalServersOf(session.values);
  refuseTakenNames(servers, services);
  const given = selectionOf(session.values, pair);
  const selection = pair.length > 0 ? given : beside(given, servers);
  const pairs = selectPairs(selection, [...services, ...servers]);
  refuseUnused(servers, pairs, session);
  return pairs;
}
