/** Which runtime a run would choose, the container engine, and Compose. */
import type { DoctorFacts, EngineFacts } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

const OLDEST_COMPOSE = 2;
const COMPOSE_COSTS = 'no pairing by hand in containers (docker/README.md)';
const COMPOSE_CURE = advice('install Compose 2: https://docs.docker.com/compose/install/linux/');

type Silent = Extract<EngineFacts, { answers: false }>;

function judgeRuntime({ runtime }: DoctorFacts): Verdict {
  const used = runtime.used === 'docker' ? 'containers' : 'processes';
  return ok(runtime.why === null ? used : `${used} (${runtime.why})`);
}

function install({ has_apt, is_root }: DoctorFacts): Cure {
  return has_apt
    ? command(`${sudo(is_root)}apt-get install -y --no-install-recommends docker.io`)
    : advice('install Docker: https://docs.docker.com/engine/install/');
}

function wake({ reason, hint }: Silent, facts: DoctorFacts): Cure {
  const { docker, has_systemd, is_root } = facts;
  if (reason.includes('permission denied'))
    return command(`${sudo(is_root)}usermod -aG docker "$USER" && newgrp docker`);
  if (!reason.startsWith('no Docker engine answers')) return advice(hint);
  if (!docker.command) return install(facts);
  return has_systemd ? command(`${sudo(is_root)}systemctl start docker`) : advice(hint);
}

function judgeSilent(engine: Silent, facts: DoctorFacts): Verdict {
  const cure = wake(engine, facts);
  return facts.runtime.used === 'docker'
    ? { status: 'fail', found: engine.reason, costs: 'nothing can be built or measured', cure }
    : {
        status: 'warn',
        found: engine.reason,
        costs: 'services cannot run in containers; as processes they can',
        cure,
      };
}

function judgeEngine(facts: DoctorFacts): Verdict {
  const { engine, command: hasCommand } = facts.docker;
  if (!engine.answers) return judgeSilent(engine, facts);
  const found = `${engine.version} at ${engine.address}`;
  if (!engine.can_pin)
    return {
      status: 'warn',
      found: `${found}, without CPU sets`,
      costs: 'in containers server and client are not pinned and slow each other down',
      cure: advice('give the engine the cpuset controller, or use --runtime process'),
    };
  if (hasCommand) return ok(found);
  return {
    status: 'warn',
    found: `${found}; the command docker is not on PATH`,
    costs: COMPOSE_COSTS,
    cure: install(facts),
  };
}

function judgeCompose({ docker }: DoctorFacts): Verdict {
  const { compose } = docker;
  if (compose === null)
    return { status: 'warn', found: 'not installed', costs: COMPOSE_COSTS, cure: COMPOSE_CURE };
  const { spelling, version } = compose;
  if (Number.parseInt(version, 10) < OLDEST_COMPOSE)
    return {
      status: 'warn',
      found: `${version} (${spelling}) is too old, ${OLDEST_COMPOSE} is needed`,
      costs: COMPOSE_COSTS,
      cure: COMPOSE_CURE,
    };
  return ok(`${version}, as "${spelling}"`);
}

export function checkDocker(facts: DoctorFacts): Finding[] {
  return [
    { group: 'docker', id: 'docker:runtime', title: 'Services run in', ...judgeRuntime(facts) },
    { group: 'docker', id: 'docker:engine', title: 'Docker engine', ...judgeEngine(facts) },
    { group: 'docker', id: 'docker:compose', title: 'Docker Compose', ...judgeCompose(facts) },
  ];
}
