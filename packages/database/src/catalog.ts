import type pg from 'pg'

/** A table with rows of its own (a partitioned one stands for its partitions), its columns as a quoted list, and how many lie beneath it by foreign keys. */
export type Table = { readonly name: string; readonly columns: string }
/** A partition: which table it belongs to and its bound, as `create table … partition of …` takes it. */
export type Partition = { readonly name: string; readonly parent: string; readonly bound: string }
/** A sequence: what `setval` takes. */
export type Sequence = { readonly name: string; readonly value: number; readonly called: boolean }

/** Every table of the program, those that others refer to first; the list of migrations is not among them. */
export async function tablesOf(client: pg.ClientBase): Promise<readonly Table[]> {
  return (await client.query<Table>(TABLES)).rows
}
const own = `n.nspname not in ('pg_catalog', 'information_schema', 'migration') and n.nspname not like 'pg\\_%'`
const TABLES = `with recursive depth as (
  select c.oid, 0 as level from pg_class c where c.relkind in ('r', 'p')
  union select k.conrelid, d.level + 1 from depth d join pg_constraint k on k.confrelid = d.oid and k.contype = 'f' and k.conrelid <> k.confrelid
    and k.conparentid = 0 where d.level < 50)
select format('%I.%I', n.nspname, c.relname) as name,
  (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
    where attrelid = c.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and not c.relispartition and ${own}
order by (select max(level) from depth where depth.oid = c.oid), 1`

export async function partitionsOf(client: pg.ClientBase): Promise<readonly Partition[]> {
  return (await client.query<Partition>(PARTITIONS)).rows
}
const PARTITIONS = `select format('%I.%I', n.nspname, c.relname) as name, i.inhparent::regclass::text as parent,
  pg_get_expr(c.relpartbound, c.oid) as bound
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid
where c.relkind = 'r' and c.relispartition and ${own} order by 1`

/** Sequences do not belong to a snapshot: read last, they are at or beyond every row of it. */
export async function sequencesOf(client: pg.ClientBase): Promise<readonly Sequence[]> {
  const { rows } = await client.query<{ name: string }>(SEQUENCES)
  const values: Sequence[] = []
  for (const { name } of rows) {
    const { rows: found } = await client.query<{ value: string; called: boolean }>(
      `select last_value as value, is_called as called from ${name}`,
    )
    values.push({ name, value: Number(found[0]!.value), called: found[0]!.called })
  }
  return values
}
const SEQUENCES = `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'S' and ${own} order by 1`

/** How many rows, and a sum over the hash of each, whatever their order: equal for equal content. */
export async function fingerprintOf(client: pg.ClientBase, { name }: Pick<Table, 'name'>): Promise<string> {
  const text = `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) as print from ${name} t`
  return (await client.query<{ print: string }>(text)).rows[0]!.print
}
