import type { Failure, Problem } from '@kitchen/api'
import { en } from '../words/en.ts'
import { zh } from '../words/zh.ts'

/** A call that did not work, ready to be told to a person. `status` 0: there was no answer. */
export class Failed extends Error {
  readonly status: number
  readonly told: Failure
  constructor(status: number, told: Failure) {
    super(`${told.code}: ${told.says.en}`)
    this.name = 'Failed'
    this.status = status
    this.told = told
  }
}

/** From a problem document of the server. */
export const failedWith = ({ status, code, says, next }: Problem): Failed => new Failed(status, { code, says, next })

/** No answer, a late one, or one that no schema knows. */
export const unreachable = (): Failed => local('workspace/unreachable', 'unreachable', 'unreachableNext')
export const tooSlow = (): Failed => local('workspace/too-slow', 'slow', 'slowNext')
export const oddAnswer = (): Failed => local('workspace/odd-answer', 'odd', 'oddNext', 502)

type Sentence = { [Key in keyof typeof zh.trouble]: (typeof zh.trouble)[Key] extends string ? Key : never }[keyof typeof zh.trouble]
const local = (code: string, says: Sentence, next: Sentence, status = 0) =>
  new Failed(status, { code, says: { zh: zh.trouble[says], en: en.trouble[says] }, next: { zh: zh.trouble[next], en: en.trouble[next] } })

/** Any thrown thing as something that can be told. */
export const failedFrom = (error: unknown): Failed => (error instanceof Failed ? error : oddAnswer())
