import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What an engine of ours needs of the machine: Java 17 or newer, its compiler, Maven. */
export type JavaPrograms = { readonly java: string; readonly javac: string; readonly mvn: string; readonly version: number }

/** The programs, or a sentence that says what is missing and how to get it. Nothing is installed here. */
export function findJava(): JavaPrograms | string {
  const [java, javac, mvn] = [onPath('java', process.env.JAVA_HOME), onPath('javac', process.env.JAVA_HOME), onPath('mvn')]
  if (!java || !javac || !mvn) {
    const missing = Object.entries({ java, javac, mvn }).flatMap(([name, found]) => (found ? [] : [name]))
    return `${missing.join(', ')}: not found; apt-get install openjdk-17-jdk-headless maven (newer systems: default-jdk-headless)`
  }
  const version = versionOf(java)
  return version >= 17 ? { java, javac, mvn, version } : `Java ${version} is too old; apt-get install openjdk-17-jdk-headless`
}

/** Where a program is: below `home` (JAVA_HOME) or on the PATH. */
export function onPath(name: string, home?: string): string | undefined {
  const folders = [...(home ? [join(home, 'bin')] : []), ...(process.env.PATH ?? '').split(delimiter)]
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `javac 17.0.15` and `javac 25` are how compilers say it, on whichever stream. */
function versionOf(java: string): number {
  const said = execFileSync(java, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return Number(/\s(\d+)/.exec(said)?.[1] ?? 0)
}
