import { atRevision, chooseSide, markRead } from '@kitchen/api'
import { append, transaction } from '@kitchen/database'
import { type Document, parseDocument } from '@kitchen/document'
import { draft } from '@kitchen/events'
import { type Caller, type StoryId, storyId } from '@kitchen/model'
import { body, callerOf, demand } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { type Desk, houseAt } from '../commands.ts'
import { allow, isOpen, atRevision as refusePassed } from '../guards.ts'
import { refuse } from '../refusals.ts'
import { lockedStory, seenStory } from '../rows.ts'
import { decideSave } from '../steps.ts'
import { draftsOf, store } from '../store.ts'
import { textOf } from '../text.ts'
import { storyView } from '../views/story.ts'
import { type Amended, type Copy, decideQuestion, takeCorrection, undoCorrection } from './copy.ts'
import { mergedOf } from './reactions.ts'
import { copyOf, storeCopy } from './rows.ts'
import { originalView } from './view.ts'

/** A copy against its original over HTTP; bodies and answers as in @kitchen/api. */
export function copyRoutes(desk: Desk): Router {
  const router = Router()
  router.get('/api/stories/:id/original', async (request, response) => {
    const caller = callerOf(request)
    demand(caller, 'story.read')
    response.json(await look(desk, caller, idOf(request)))
  })
  const amending = (path: string, step: (request: Request) => Step) =>
    router.post(`/api/stories/:id/original/${path}`, async (request, response) => {
      response.json(await amend(desk, callerOf(request), idOf(request), step(request)))
    })
  amending('take', (request) => ({ ...body(request, atRevision), change: takeCorrection }))
  amending('undo', (request) => ({ ...body(request, atRevision), change: undoCorrection }))
  amending('choose', (request) => {
    const { revision, ...asked } = body(request, chooseSide)
    return { revision, change: (copy, document) => decideQuestion(copy, document, asked) }
  })
  amending('read', (request) => {
    const { block } = body(request, markRead)
    return { change: (copy, document) => ({ copy: { ...copy, unread: copy.unread.filter((one) => one !== block) }, document }) }
  })
  return router
}

type Step = { readonly revision?: number; readonly change: (copy: Copy, document: Document) => Amended }

function look(desk: Desk, caller: Caller, id: StoryId) {
  return transaction(desk.database, { ...caller, keys: [] }, async (tx) => {
    const [story, copy] = [await seenStory(tx, id), await copyOf(tx, id)]
    if (!story || !copy) throw refuse('editing/no-copy')
    return originalView(copy, story)
  })
}

/** Changes a copy and its text in one transaction, as an edit of its person. */
async function amend(desk: Desk, caller: Caller, id: StoryId, { revision, change }: Step) {
  const at = desk.clock().toISOString()
  const answer = await transaction(desk.database, { ...caller, keys: [id] }, async (tx) => {
    const [story, before] = [await lockedStory(tx, id), await copyOf(tx, id)]
    if (!story || !before) throw refuse('editing/no-copy')
    allow(story, 'story.write', caller)
    if (!isOpen(story)) throw refuse('editing/closed')
    if (revision !== undefined) refusePassed(story, revision)
    const { copy, document } = change(before, parseDocument(story.document))
    const command = { do: 'save', revision: story.revision, text: textOf(document.toJSON()) } as const
    const house = await houseAt(tx, desk, at)
    const facts = decideSave(story, command, caller, { ...house, assets: new Map() })
    const after = await store(tx, story, facts, caller)
    await storeCopy(tx, story.centre, copy)
    const view = await storyView(tx, after, { caller, ...house })
    const merged = draft('copy.merged', id, { ...mergedOf(copy, document), centre: story.centre, at })
    await append(tx, [...draftsOf(after, facts), merged])
    return { story: view, original: originalView(copy, after) }
  })
  desk.hints.send({ about: 'story', id }, { centres: [answer.story.centre] })
  return answer
}

function idOf({ params }: Request): StoryId {
  const id = storyId.safeParse(params.id)
  if (!id.success) throw refuse('editing/no-copy')
  return id.data
}
