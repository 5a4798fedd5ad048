/** How a service is put into a container: pinned, bounded, without rights, with its marks. */
import type Docker from 'dockerode';
import { formatCpuList } from '../../host/cpu-list.ts';
import { ownLabels, SERVICE_LABEL } from '../../host/docker/labels.ts';
import { fileNameOf } from '../../plan/service-key.ts';
import type { Launch } from '../runtime.ts';

export interface ContainerLimits {
  readonly memory_bytes: number;
  /** Open files; null: as the engine gives them. */
  readonly nofile: number | null;
}

export interface ContainerPlace {
  /** Of this run; the value of the label. */
  readonly run: string;
  /** `host`, or the name of a network. */
  readonly network: string;
  readonly limits: ContainerLimits;
}

/** Nobody: owns nothing, in no image. Only for images that name no user, or root. */
const FALLBACK_USER = '65532:65532';

export function userOf(imageUser: string | undefined): string {
  const [name = ''] = (imageUser ?? '').split(':');
  return ['', '0', 'root'].includes(name) ? FALLBACK_USER : (imageUser ?? FALLBACK_USER);
}

function hostConfig(launch: Launch, { network, limits }: ContainerPlace, writable: boolean) {
  const { memory_bytes, nofile } = limits;
  return {
    NetworkMode: network,
    ...(launch.cpus === null ? {} : { CpusetCpus: formatCpuList(launch.cpus) }),
    Memory: memory_bytes,
    MemorySwap: memory_bytes, // the sum of both: no swap, which would spoil every figure
    ...(nofile === null ? {} : { Ulimits: [{ Name: 'nofile', Soft: nofile, Hard: nofile }] }),
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    ReadonlyRootfs: !writable,
    Tmpfs: { '/tmp': 'rw,nosuid,nodev,size=64m' },
    // Signals reach the service as they do outside a container, where it is not process 1.
    Init: true,
    RestartPolicy: { Name: 'no' },
    // The output is read from where the engine attaches us; a log of its own would only cost CPU.
    LogConfig: { Type: 'none', Config: {} },
  };
}

/** Throws an Error for a program that is no image. `imageUser`: the user that the image names. */
export function createOptions(
  launch: Launch,
  place: ContainerPlace,
  imageUser: string | undefined,
): Docker.ContainerCreateOptions {
  const { service, program, args, env, token } = launch;
  if (program.kind !== 'image') throw new Error(`${service} was built as a command, not an image`);
  return {
    name: `pairbench-${fileNameOf(service)}-${token.slice(0, 12)}`,
    Image: program.image,
    ...(program.entrypoint === null ? {} : { Entrypoint: [...program.entrypoint] }),
    Cmd: [...args],
    Env: Object.entries({ LC_ALL: 'C', ...env, PAIRBENCH_TOKEN: token }).map(
      ([name, value]) => `${name}=${value}`,
    ),
    User: userOf(imageUser),
    Tty: program.tty,
    Labels: { ...ownLabels(place.run), [SERVICE_LABEL]: service },
    // It would open connections of its own to the server, and cost CPU of the side that is measured.
    Healthcheck: { Test: ['NONE'] },
    HostConfig: hostConfig(launch, place, program.writable),
  };
}
