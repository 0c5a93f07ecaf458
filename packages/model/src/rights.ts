import { z } from 'zod'
import type { CentreId, PersonId } from './ids.ts'

export const roles = ['reporter', 'editor', 'proofreader', 'section-head', 'editor-in-chief', 'county-editor', 'operator'] as const
export const role = z.enum(roles)
export type Role = z.infer<typeof role>

export const roleNames: Record<Role, { zh: string; en: string }> = {
  reporter: { zh: '记者', en: 'Reporter' },
  editor: { zh: '编辑', en: 'Editor' },
  proofreader: { zh: '校对', en: 'Proofreader' },
  'section-head': { zh: '部门主任', en: 'Section head' },
  'editor-in-chief': { zh: '总编/值班领导', en: 'Editor in chief' },
  'county-editor': { zh: '县级融媒编辑', en: 'County editor' },
  operator: { zh: '运维', en: 'Operator' },
}

/** Who asks: a signed-in person of one centre. */
export type Caller = { readonly person: PersonId; readonly name: string; readonly centre: CentreId; readonly roles: readonly Role[] }

/** Everything a person can ask for, and the roles that may, at their own centre. The one policy table. */
export const policy = {
  'story.write': ['reporter', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.file': ['reporter', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.seal': ['editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.sign.first': ['editor', 'county-editor'],
  'story.sign.second': ['section-head'],
  'story.sign.final': ['editor-in-chief'],
  'story.proofread': ['proofreader'],
  /** Writes down what somebody has signed by telephone. */
  'story.sign.record': ['editor', 'county-editor', 'proofreader', 'section-head', 'editor-in-chief'],
  /** Names a stand-in for a review or the proofreads. */
  'review.delegate': ['editor-in-chief'],
  'story.return': ['editor', 'proofreader', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.release': ['editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.recall': ['editor-in-chief', 'section-head'],
  'story.correct': ['reporter', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.nudge': ['reporter', 'editor', 'proofreader', 'county-editor', 'section-head', 'editor-in-chief'],
  'story.read': [...roles],
  'asset.upload': ['reporter', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'offer.adopt': ['county-editor', 'editor', 'section-head', 'editor-in-chief'],
  'product.retry': ['operator', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'delivery.retry': ['operator', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'task.finish': ['operator', 'editor', 'county-editor', 'section-head', 'editor-in-chief'],
  'system.read': ['operator', 'section-head', 'editor-in-chief'],
  'system.operate': ['operator'],
} as const satisfies Record<string, readonly Role[]>
export type Action = keyof typeof policy

/** Whether the caller's role allows the action, at its own centre unless `at` says otherwise. A role never reaches into another centre. */
export function may(caller: Caller, action: Action, at: CentreId = caller.centre): boolean {
  const allowed: readonly Role[] = policy[action]
  return caller.centre === at && caller.roles.some((one) => allowed.includes(one))
}
