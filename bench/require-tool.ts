/** A program that a bench needs beside the services. */
import { installMissing, installPolicy } from '../src/build/packages.ts';
import { findTool } from '../src/host/find-tool.ts';
import { EXIT, UserError } from '../src/host/user-error.ts';

/** Throws a UserError when it is not there and cannot be installed from the Debian package `apt`. */
export async function requireTool(tool: string, apt: string): Promise<void> {
  if (findTool(tool) !== null) return;
  const missing = [{ requirement: { tool, apt }, reason: `${tool} is not installed` }];
  await installMissing(missing, installPolicy(process.env), (fact) => {
    if (fact.type === 'packages-installed') process.stderr.write(`install  ${fact.command}\n`);
  });
  if (findTool(tool) === null)
    throw new UserError(
      `${tool} is not installed`,
      `apt-get install ${apt}`,
      EXIT.notBuiltOrStarted,
    );
}
