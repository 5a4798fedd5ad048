/** All checks, in the order in which they are shown; pure. */
import { checkClock } from './checks/clock.ts';
import { checkCpus } from './checks/cpus.ts';
import { checkDisk } from './checks/disk.ts';
import { checkDocker } from './checks/docker.ts';
import { checkLimits } from './checks/limits.ts';
import { checkNetwork } from './checks/network.ts';
import { checkOtherLoad } from './checks/other-load.ts';
import { checkOwnTools } from './checks/own-tools.ts';
import { checkRequirements } from './checks/requirements.ts';
import type { DoctorFacts } from './facts.ts';
import type { Finding } from './finding.ts';

export function diagnose(facts: DoctorFacts): Finding[] {
  return [
    ...checkRequirements(facts),
    ...checkOwnTools(facts),
    ...checkDocker(facts),
    ...checkCpus(facts),
    ...checkOtherLoad(facts),
    ...checkLimits(facts),
    ...checkNetwork(facts),
    ...checkDisk(facts.places),
    ...checkClock(facts),
  ];
}
