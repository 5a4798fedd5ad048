import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { engineAddress } from '../../../src/host/docker/engine-address.ts';
import { EngineFault } from '../../../src/host/docker/engine-fault.ts';
import { faultOf } from '../../helpers/fault.ts';
import { tempFolder, writeInto } from '../../helpers/temp-folder.ts';

const USUAL = 'unix:///var/run/docker.sock';
const ROOTLESS = 'unix:///run/user/1000/docker.sock';

let DOCKER_CONFIG: string;

beforeEach(() => {
  DOCKER_CONFIG = tempFolder();
});

/** As `docker context create` does. */
function addContext(name: string, Host: string): void {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host, SkipTLSVerify: false } } };
  writeInto(DOCKER_CONFIG, `contexts/meta/${id}/meta.json`, JSON.stringify(meta));
}

/** As `docker context use` does. */
function useContext(currentContext: string): void {
  writeInto(DOCKER_CONFIG, 'config.json', JSON.stringify({ auths: {}, currentContext }));
}

describe('the address of the engine', () => {
  test('is the usual one where nothing is configured', () => {
    expect(engineAddress({ DOCKER_CONFIG })).toBe(USUAL);
    writeInto(DOCKER_CONFIG, 'config.json', '{"auths":{}}');
    expect(engineAddress({ DOCKER_CONFIG })).toBe(USUAL);
    useContext('default');
    expect(engineAddress({ DOCKER_CONFIG })).toBe(USUAL);
  });

  test('is that of the chosen context', () => {
    addContext('rootless', ROOTLESS);
    useContext('rootless');
    expect(engineAddress({ DOCKER_CONFIG })).toBe(ROOTLESS);
  });

  test('is that of DOCKER_CONTEXT rather than of the context in the configuration', () => {
    addContext('rootless', ROOTLESS);
    addContext('desktop', 'unix:///desktop.sock');
    useContext('desktop');
    expect(engineAddress({ DOCKER_CONFIG, DOCKER_CONTEXT: 'rootless' })).toBe(ROOTLESS);
    expect(engineAddress({ DOCKER_CONFIG, DOCKER_CONTEXT: 'default' })).toBe(USUAL);
    expect(engineAddress({ DOCKER_CONFIG, DOCKER_CONTEXT: '' })).toBe('unix:///desktop.sock');
  });

  test.each(['unix:///a.sock', 'tcp://10.0.0.1:2375', '10.0.0.1:2375', 'ssh://me@there'])(
    'is %s when DOCKER_HOST says so, whatever the context',
    (DOCKER_HOST) => {
      addContext('rootless', ROOTLESS);
      useContext('rootless');
      expect(engineAddress({ DOCKER_CONFIG, DOCKER_HOST })).toBe(DOCKER_HOST);
      const DOCKER_CONTEXT = 'rootless';
      expect(engineAddress({ DOCKER_CONFIG, DOCKER_HOST, DOCKER_CONTEXT })).toBe(DOCKER_HOST);
    },
  );

  test.each(['', 'unix://'])('is the usual one when DOCKER_HOST is "%s"', (DOCKER_HOST) => {
    expect(engineAddress({ DOCKER_CONFIG, DOCKER_HOST })).toBe(USUAL);
  });

  test('is not known for a context that does not exist', async () => {
    useContext('gone');
    const fault = await faultOf(() => engineAddress({ DOCKER_CONFIG }));
    expect(fault).toBeInstanceOf(EngineFault);
    expect(fault).toMatchObject({
      message: 'the chosen docker context "gone" does not exist',
      hint: 'choose another by "docker context use", or use --runtime process',
      exitCode: 3,
    });
  });
});
