/** The Docker engine and Compose, for pairings in containers. */
import type { DoctorFacts } from '../facts.ts';
import { advice, command, ok, sudo } from '../finding.ts';
import type { Cure, Finding, Verdict } from '../finding.ts';

const OLDEST_COMPOSE = 2;
const COSTS = 'services cannot run in containers; as processes they can';
const COMPOSE_COSTS = 'no pairing by hand in containers (docker/README.md)';
const COMPOSE_CURE = advice('install Compose 2: https://docs.docker.com/compose/install/linux/');

function install({ has_apt, is_root }: DoctorFacts): Cure {
  return has_apt
    ? command(`${sudo(is_root)}apt-get install -y --no-install-recommends docker.io`)
    : advice('install Docker: https://docs.docker.com/engine/install/');
}

function wake(reason: string, { has_systemd, is_root }: DoctorFacts): Cure {
  if (/permission denied|EACCES/i.test(reason))
    return command(`${sudo(is_root)}usermod -aG docker "$USER" && newgrp docker`);
  return has_systemd
    ? command(`${sudo(is_root)}systemctl start docker`)
    : advice('start the engine (dockerd), or correct DOCKER_HOST');
}

function judgeEngine(facts: DoctorFacts): Verdict {
  const { engine, command: hasCommand } = facts.docker;
  switch (engine.state) {
    case 'answers':
      if (hasCommand) return ok(engine.version);
      return {
        status: 'warn',
        found: `${engine.version} answers, but the command docker is not on PATH`,
        costs: COMPOSE_COSTS,
        cure: install(facts),
      };
    case 'silent':
      return {
        status: 'warn',
        found: `does not answer: ${engine.reason}`,
        costs: COSTS,
        cure: wake(engine.reason, facts),
      };
    case 'absent':
      return { status: 'warn', found: 'not installed', costs: COSTS, cure: install(facts) };
  }
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
    { group: 'docker', id: 'docker:engine', title: 'Docker engine', ...judgeEngine(facts) },
    { group: 'docker', id: 'docker:compose', title: 'Docker Compose', ...judgeCompose(facts) },
  ];
}
