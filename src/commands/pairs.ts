/** The pairs to measure: of the services' folders, and of servers that already run. */
import { UserError } from '../host/user-error.ts';
import type { AnyService, ExternalServer } from '../plan/external-server.ts';
import type { Service } from '../plan/manifest.ts';
import { selectPairs, VARIANTS } from '../plan/select.ts';
import type { Pair, Selection } from '../plan/select.ts';
import { varyPair } from '../plan/vary.ts';
import type { Varied } from '../plan/vary.ts';
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

/** What the command line says of the pairs beside its flags: nothing for `run`, else a server and a client (`sweep`: either). */
export interface PairWords {
  readonly verb: 'run' | 'single' | 'vary' | 'sweep';
  readonly words: readonly string[];
}

function varied(
  { values }: Session,
  [server = '', client = '']: readonly string[],
  services: readonly AnyService[],
): Varied {
  const by = values.list('by');
  if (by !== null) return varyPair([server, client], by, services);
  throw new UserError(
    'vary needs --by, the variants that are held against the base',
    `for example vary ${server} ${client} --by NAME; "list" shows the variants that there are`,
  );
}

/** Throws a UserError for wrong input. */
export function pairsOf(session: Session, { verb, words }: PairWords): Varied {
  const services = servicesOf(session);
  const servers = externalServersOf(session.values);
  refuseTakenNames(servers, services);
  const all = [...services, ...servers];
  if (verb === 'vary') {
    const found = varied(session, words, all);
    refuseUnused(servers, found.pairs, session);
    return found;
  }
  if (words.length === 1)
    throw new UserError(
      `${verb} needs two words, SERVER and CLIENT, or none`,
      `for example ${verb} go python, or ${verb} -s go -k python`,
    );
  const given = selectionOf(session.values, words);
  const selection = words.length > 0 ? given : beside(given, servers);
  const pairs = selectPairs(selection, all, session.values.choice('variants', VARIANTS));
  refuseUnused(servers, pairs, session);
  return { pairs, variations: [] };
}
