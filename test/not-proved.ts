import type { Reporter } from 'vitest/node'

/** Says once more at the end what could not be proved on this machine: in the middle of a long run nobody sees it. */
export function notProved(): Reporter {
  const said = new Set<string>()
  return {
    onUserConsoleLog: ({ content }) => {
      for (const [, what] of content.matchAll(/NOT PROVED: (.+)/g)) said.add(what!)
    },
    onTestRunEnd: () => {
      if (said.size === 0) return
      const lines = [...said].sort().map((what) => `  ○ ${what}`)
      process.stdout.write(
        `\n▲ 这台机器上有 ${said.size} 项没有验证，因为缺程序。 Not proved on this machine, ${said.size} for want of a program:\n${lines.join('\n')}\n\n`,
      )
    },
  }
}
