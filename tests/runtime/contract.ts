/** What every runtime must do, as tests: run against each implementation. */
import { clientContract } from './contract/clients.ts';
import { serverContract } from './contract/servers.ts';
import { stoppingContract } from './contract/stopping.ts';
import { surroundingsContract } from './contract/surroundings.ts';
import { watchingContract } from './contract/watching.ts';
import type { Subject } from './subject.ts';

export function runtimeContract(subject: Subject): void {
  serverContract(subject);
  clientContract(subject);
  stoppingContract(subject);
  watchingContract(subject);
  surroundingsContract(subject);
}
