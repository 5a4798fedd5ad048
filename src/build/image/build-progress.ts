/** Decodes BuildKit's progress messages: what is used of `StatusResponse` in its control.proto. */
import protobuf from 'protobufjs';
import { z } from 'zod';

/** One of the graph that the engine makes of a Dockerfile. */
interface BuildStep {
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'cached' | 'done';
  /** Empty: none. */
  readonly error: string;
}

export interface BuildProgress {
  readonly steps: readonly BuildStep[];
  /** What commands have printed, in pieces. */
  readonly output: readonly Uint8Array[];
}

const StatusResponse = protobuf.Root.fromJSON({
  nested: {
    StatusResponse: {
      fields: {
        vertexes: { rule: 'repeated', type: 'Vertex', id: 1 },
        logs: { rule: 'repeated', type: 'VertexLog', id: 3 },
      },
    },
    Vertex: {
      fields: {
        name: { type: 'string', id: 3 },
        cached: { type: 'bool', id: 4 },
        started: { type: 'Timestamp', id: 5 },
        completed: { type: 'Timestamp', id: 6 },
        error: { type: 'string', id: 7 },
      },
    },
    VertexLog: { fields: { msg: { type: 'bytes', id: 4 } } },
    Timestamp: { fields: {} },
  },
}).lookupType('StatusResponse');

const statusSchema = z.object({
  vertexes: z.array(
    z.object({
      name: z.string(),
      cached: z.boolean(),
      started: z.looseObject({}).nullable(),
      completed: z.looseObject({}).nullable(),
      error: z.string(),
    }),
  ),
  logs: z.array(z.object({ msg: z.instanceof(Uint8Array) })),
});

type Vertex = z.infer<typeof statusSchema>['vertexes'][number];

function stateOf({ cached, started, completed }: Vertex): BuildStep['state'] {
  if (completed !== null) return cached ? 'cached' : 'done';
  return started === null ? 'waiting' : 'running';
}

/** Throws an Error for bytes that are no such message. */
export function decodeProgress(bytes: Uint8Array): BuildProgress {
  const plain = StatusResponse.toObject(StatusResponse.decode(bytes), {
    defaults: true,
    arrays: true,
  });
  const { vertexes, logs } = statusSchema.parse(plain);
  return {
    steps: vertexes.map((one) => ({ name: one.name, state: stateOf(one), error: one.error })),
    output: logs.map(({ msg }) => msg),
  };
}
