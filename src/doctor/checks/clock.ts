/** What the clock counts, and whether it is kept right. */
import type { ClockFacts, DoctorFacts } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

/** Read by a call of the kernel and over a bus; the others are read within the program. */
const SLOW = ['hpet', 'acpi_pm', 'jiffies', 'refined-jiffies', 'pit'];
const FAST = 'tsc';
const FILE = '/sys/devices/system/clocksource/clocksource0/current_clocksource';

function judgeSource({ source, available }: ClockFacts, isRoot: boolean): Verdict {
  if (source === null)
    return {
      status: 'warn',
      found: 'not known: the kernel does not tell',
      costs: 'a slow clock, which lowers all figures, would not be noticed',
      cure: advice('mount /sys'),
    };
  if (!SLOW.includes(source)) return ok(source);
  return {
    status: 'warn',
    found: `${source} (there are: ${available.join(', ')})`,
    costs: 'reading the time is slow, and every request reads it: all figures are lower',
    cure: available.includes(FAST)
      ? command(`echo ${FAST} | ${sudo(isRoot)}tee ${FILE}`)
      : advice('another machine: this one has no fast clock'),
  };
}

const UNSYNCHRONISED_COSTS =
  'names and times of runs may be wrong, no figure is: both sides read this one clock';

function keepRight({ has_systemd, is_root }: DoctorFacts): Cure {
  return has_systemd
    ? command(`${sudo(is_root)}timedatectl set-ntp true`)
    : advice('run a time service such as chrony');
}

function judgeSynchronised(facts: DoctorFacts): Verdict {
  switch (facts.clock.synchronised) {
    case true:
      return ok('synchronised');
    case false:
      return {
        status: 'warn',
        found: 'not synchronised',
        costs: UNSYNCHRONISED_COSTS,
        cure: keepRight(facts),
      };
    case null:
      return {
        status: 'warn',
        found: 'not known: neither timedatectl nor python3 could tell',
        costs: `if it is not synchronised: ${UNSYNCHRONISED_COSTS}`,
        cure: advice('install python3 to know'),
      };
  }
}

export function checkClock(facts: DoctorFacts): Finding[] {
  return [
    {
      group: 'clock',
      id: 'clock:source',
      title: 'Clock source',
      ...judgeSource(facts.clock, facts.is_root),
    },
    { group: 'clock', id: 'clock:synchronised', title: 'Time', ...judgeSynchronised(facts) },
  ];
}
