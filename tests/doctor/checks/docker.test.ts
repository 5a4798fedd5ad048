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
    expect(engine({})).toMatchObject({ status: 'ok', found: '26.1.5' });
  });

  test('without its command is a gap', () => {
    expect(engine({ command: false })).toMatchObject({
      status: 'warn',
      found: '26.1.5 answers, but the command docker is not on PATH',
    });
  });

  test.each<[DockerFacts['engine'], Partial<DoctorFacts>, string]>([
    [
      { state: 'silent', reason: 'Cannot connect to the Docker daemon' },
      {},
      'sudo systemctl start docker',
    ],
    [
      { state: 'silent', reason: 'Cannot connect to the Docker daemon' },
      { has_systemd: false },
      'start the engine (dockerd), or correct DOCKER_HOST',
    ],
    [
      { state: 'silent', reason: 'permission denied while trying to connect' },
      {},
      'sudo usermod -aG docker "$USER" && newgrp docker',
    ],
    [{ state: 'absent' }, {}, 'sudo apt-get install -y --no-install-recommends docker.io'],
    [
      { state: 'absent' },
      { has_apt: false },
      'install Docker: https://docs.docker.com/engine/install/',
    ],
  ])('%j has a cure of its own', (state, bent, cure) => {
    const finding = engine({ engine: state }, bent);
    expect(finding).toMatchObject({
      status: 'warn',
      costs: 'services cannot run in containers; as processes they can',
      cure: { text: cure },
    });
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
