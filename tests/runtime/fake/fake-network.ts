/** Addresses and ports without sockets: who listens where, and what a GET is answered with. */
import type { ToolNetwork } from '../subject.ts';

export const ANY_ADDRESS = '0.0.0.0';
export const TOOL_ADDRESS = '10.0.0.1';

type Answer = () => Promise<string>;

export class FakeNetwork {
  readonly #listeners = new Map<string, Answer>();
  #last_port = 32_768;

  /** Gives the port. */
  listen(address: string, answer: Answer): number {
    this.#last_port += 1;
    this.#listeners.set(`${address}:${this.#last_port}`, answer);
    return this.#last_port;
  }

  close(address: string, port: number): void {
    this.#listeners.delete(`${address}:${port}`);
  }

  async get(address: string, port: number): Promise<string> {
    const answer = this.#listeners.get(`${address}:${port}`);
    if (answer === undefined) throw new Error(`connect ECONNREFUSED ${address}:${port}`);
    return answer();
  }

  asToolSeesIt(): ToolNetwork {
    const ports: number[] = [];
    return {
      get: (host, port) => this.get(host, port),
      serve: (host, answer) => {
        if (host !== TOOL_ADDRESS) throw new Error(`bind EADDRNOTAVAIL ${host}`);
        const port = this.listen(host, () => Promise.resolve(answer));
        ports.push(port);
        return Promise.resolve(port);
      },
      close: () => {
        for (const port of ports.splice(0)) this.close(TOOL_ADDRESS, port);
        return Promise.resolve();
      },
    };
  }
}
