import { describe, expect, test } from '@jest/globals';
import { checkDocker } from '../../../src/doctor/checks/docker.ts';
import type { DockerFacts, DoctorFacts } from '../../../src/doctor/facts.ts';
import type { Finding } from '../../../src/doctor/finding.ts';
import { doctorFacts } from '../facts-fixture.ts';
import { findingOf } from '../find-finding.ts';

function engine(docker: Partial<DockerFacts>, bent: Partial<DoctorFacts> = {}): Finding {
  const facts = doctorFacts(bent);
  return findingOf(
    checkDocker({ ...facts, docker: { ...facts.docker, ...docker } }),
    'docker:engine',
  );
}

function compose(found: DockerFacts['compose']): Finding {
  const { docker } = doctorFacts();
  return findingOf(
    checkDocker(doctorFacts({ docker: { ...docker, compose: found } })),
    'docker:compose',
  );
}

describe('the engine', () => {
  test('that answers is fine', () => {
    expect(engine({})).toMatchObject({
      status: 'ok',
      found: '26.1.5 at unix:///var/run/docker.sock',
    });
  });

  test('without its command is a gap', () => {
    expect(engine({ command: false })).toMatchObject({
      status: 'warn',
      found: '26.1.5 at unix:///var/run/docker.sock; the command docker is not on PATH',
    });
  });

  test('that cannot pin is a gap', () => {
    const state = {
      answers: true,
      version: '20.10.24',
      address: 'unix:///x',
      can_pin: false,
    } as const;
    expect(engine({ engine: state })).toMatchObject({
      status: 'warn',
      found: '20.10.24 at unix:///x, without CPU sets',
    });
  });

  const NOBODY = 'no Docker engine answers at unix:///var/run/docker.sock (ENOENT)';

  test.each<[string, boolean, Partial<DoctorFacts>, string]>([
    [NOBODY, true, {}, 'sudo systemctl start docker'],
    [NOBODY, true, { has_systemd: false }, 'start one'],
    [NOBODY, false, {}, 'sudo apt-get install -y --no-install-recommends docker.io'],
    [NOBODY, false, { has_apt: false }, 'install Docker: https://docs.docker.com/engine/install/'],
    [
      'you may not use the Docker engine at unix:///x: permission denied',
      true,
      {},
      'sudo usermod -aG docker "$USER" && newgrp docker',
    ],
    ['the engine at unix:///x speaks API 1.24, 1.41 is needed', true, {}, 'start one'],
  ])('"%s" (command: %s) with %j has a cure of its own', (reason, hasCommand, bent, cure) => {
    const state = { answers: false, reason, hint: 'start one' } as const;
    expect(engine({ engine: state, command: hasCommand }, bent)).toMatchObject({
      status: 'warn',
      found: reason,
      costs: 'services cannot run in containers; as processes they can',
      cure: { text: cure },
    });
  });

  test('that does not answer fails where containers are asked for', () => {
    const state = { answers: false, reason: NOBODY, hint: 'start one' } as const;
    expect(engine({ engine: state }, { runtime: { used: 'docker', why: null } })).toMatchObject({
      status: 'fail',
      costs: 'nothing can be built or measured',
    });
  });
});

test.each([
  [{ used: 'docker', why: 'an engine answers' }, 'containers (an engine answers)'],
  [{ used: 'process', why: 'no Dockerfile: a' }, 'processes (no Dockerfile: a)'],
  [{ used: 'process', why: null }, 'processes'],
] as const)('the runtime is told: %j', (runtime, found) => {
  expect(findingOf(checkDocker(doctorFacts({ runtime })), 'docker:runtime')).toMatchObject({
    status: 'ok',
    found,
  });
});

describe('Compose', () => {
  test.each([
    ['docker compose', '2.26.1-4'],
    ['docker-compose', '2.29.7'],
  ])('%s %s will do', (spelling, version) => {
    expect(compose({ spelling, version })).toMatchObject({
      status: 'ok',
      found: `${version}, as "${spelling}"`,
    });
  });

  test('1.x will not', () => {
    expect(compose({ spelling: 'docker-compose', version: '1.29.2' })).toMatchObject({
      status: 'warn',
      found: '1.29.2 (docker-compose) is too old, 2 is needed',
    });
  });

  test('may be missing', () => {
    expect(compose(null)).toMatchObject({ status: 'warn', found: 'not installed' });
  });
});
