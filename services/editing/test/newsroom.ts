import { emptyDocument, schema } from '@kitchen/document'
import { type Caller, type Person, type Region, type Role, region, type StoryId, uuidv7 } from '@kitchen/model'
import type { Around } from '../src/decide.ts'
import { type Fact, newStory, type Story } from '../src/story.ts'
import { type Text, textOf } from '../src/text.ts'

/** A region of three centres for tests. The house 100000 has people of several roles, so that separation of duties has work to do. */
export const newsroom: Region = region.parse({
  name: { zh: '样例', en: 'Sample' },
  root: '100000',
  timeZone: 'Asia/Shanghai',
  centres: [
    centreWith('100000', null, ['print', 'web', 'wechat']),
    centreWith('100100', '100000', ['web']),
    centreWith('100101', '100100', ['web']),
  ],
  people: [
    person('100000-wei', ['reporter', 'editor']),
    person('100000-lin', ['editor', 'section-head']),
    person('100000-gao', ['section-head', 'editor-in-chief']),
    person('100000-all', ['editor', 'section-head', 'editor-in-chief']),
    person('100000-ops', ['operator']),
    person('100100-editor', ['county-editor', 'editor']),
    person('100100-mate', ['editor']),
    person('100100-head', ['section-head']),
    person('100100-chief', ['editor-in-chief']),
    person('100101-wu', ['reporter', 'editor', 'proofreader']),
    person('100101-tao', ['editor', 'section-head']),
    person('100101-bai', ['section-head', 'editor-in-chief']),
    person('100101-du', ['editor-in-chief', 'proofreader']),
    person('100101-xu', ['proofreader']),
    person('100101-jin', ['reporter']),
  ],
  gates: [{ centre: '100101', proofreading: 'by-proofreaders' }],
  standing: [{ centre: '100100', from: '100000', person: '100100-chief', holdSeconds: 0 }],
})

function person(id: string, of: Role[]) {
  return { id, centre: id.slice(0, 6), name: { zh: `${id.slice(7)}（样例）`, en: id }, title: '样例', roles: of }
}

function centreWith(id: string, parent: string | null, channels: string[]) {
  const profiles: Record<string, string> = { print: 'newspaper-page', web: 'site', wechat: 'subscription-account' }
  const outlets = channels.map((channel) => ({
    id: `${id}-${channel}`,
    channel,
    profile: profiles[channel],
    name: { zh: channel, en: channel },
    address: 'embedded',
  }))
  const name = { zh: id, en: id }
  return {
    id,
    name,
    fullName: id,
    level: parent === null ? 'region' : 'city',
    parent,
    masthead: name,
    licence: { print: '-', web: '-' },
    outlets,
  }
}

/** The caller that this person is when signed in. */
export function callerFor(id: string, all: Region = newsroom): Caller {
  const found = all.people.find((one) => one.id === id) as Person
  return { person: found.id, name: found.name.zh, centre: found.centre, roles: found.roles }
}

/** A text with that headline and body. */
export function textWith(headline: string, ...paragraphs: string[]): Text {
  const [kicker, , deck, byline] = emptyDocument().children
  const body = paragraphs.map((words, at) => schema.node('paragraph', { id: `p${at}` }, words === '' ? [] : [schema.text(words)]))
  const title = schema.node('headline', null, headline === '' ? [] : [schema.text(headline)])
  return textOf(schema.node('doc', null, [kicker!, title, deck!, byline!, ...body]).toJSON())
}

export const noon = '2025-11-24T04:00:00.000Z'
export const aroundAt = (at = noon, standIns: Around['standIns'] = []): Around => ({ at, region: newsroom, standIns, assets: new Map() })

/** A draft of 100000-wei, or a copy in 100100 of 100100-editor. */
export function draftStory(more: Partial<Parameters<typeof newStory>[0]> = {}): Story {
  const author = callerFor('100000-wei')
  const id = uuidv7() as StoryId
  const first = {
    id,
    centre: author.centre,
    author: author.person,
    authorName: author.name,
    origin: null,
    mustCarry: false,
    text: textWith('固原种下第一万亩冷凉蔬菜', '菜农老马一早就下了地。'),
    at: noon,
  }
  return newStory({ ...first, ...more })
}
/** A draft of 100101-wu, whose house has proofreaders. */
export function proofreadStory(): Story {
  const { centre, person, name } = callerFor('100101-wu')
  return draftStory({ centre, author: person, authorName: name })
}
export function copyStory(): Story {
  const editor = callerFor('100100-editor')
  return draftStory({
    centre: editor.centre,
    author: editor.person,
    authorName: editor.name,
    origin: { story: uuidv7() as StoryId, version: 1, centre: newsroom.root },
  })
}

/** What generation says of an outlet of the version. */
export const made = (version: number, outlet: string, hash: string): Fact =>
  ({ type: 'product.heard', body: { version, product: { outlet, hash } } }) as Fact
export const refused = (version: number, outlet: string, code: string): Fact =>
  ({ type: 'product.heard', body: { version, product: { outlet, refused: code } } }) as Fact
