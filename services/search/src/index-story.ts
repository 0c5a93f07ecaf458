import type { Tx } from '@kitchen/database'
import { parseDocument, plainText } from '@kitchen/document'
import type { Body } from '@kitchen/events'
import type { Tokens } from './tokens.ts'

/** Weight A is the headline, D the rest; a lexeme keeps at most 256 places, which no story comes near. */
export async function indexReleased(tx: Tx, tokens: Tokens, released: Body<'story.released'>): Promise<void> {
  const plain = plainText(parseDocument(released.document))
  await tx.query({
    name: 'index story',
    text: INDEX,
    values: [
      released.story,
      released.centre,
      released.headline,
      plain,
      tokens.words(released.headline).join(' '),
      tokens.words(plain).join(' '),
      tokens.signs(released.headline).join(' '),
      tokens.signs(plain).join(' '),
      released.at,
    ],
  })
}
const INDEX = `insert into search.story as s (story, centre, seen_by, headline, plain, words, signs, released_at)
values ($1, $2, array[$2], $3, $4, setweight(to_tsvector('simple', $5), 'A') || setweight(to_tsvector('simple', $6), 'D'), setweight(to_tsvector('simple', $7), 'A') || setweight(to_tsvector('simple', $8), 'D'), $9)
on conflict (story) do update set centre = excluded.centre, seen_by = array(select distinct unnest(s.seen_by || excluded.seen_by)), headline = excluded.headline, plain = excluded.plain, words = excluded.words, signs = excluded.signs,
  released_at = excluded.released_at`

/** Whoever a story is offered to may find it. The row may come before the story itself: no order exists between topics. */
export async function indexOffered(tx: Tx, { story, centre, to, headline }: Body<'story.offered'>): Promise<void> {
  await tx.query(
    `insert into search.story as s (story, centre, seen_by, headline) values ($1, $2, $3, $4)
    on conflict (story) do update set seen_by = array(select distinct unnest(s.seen_by || excluded.seen_by))`,
    [story, centre, [centre, ...to], headline],
  )
}

/** A tombstone, not a deletion: whatever comes late stays out. */
export async function indexRecalled(tx: Tx, { story, centre }: Body<'story.recalled'>): Promise<void> {
  await tx.query(
    `insert into search.story (story, centre, seen_by, recalled) values ($1, $2, array[$2], true) on conflict (story) do update set recalled = true, plain = '', words = '', signs = ''`,
    [story, centre],
  )
}
