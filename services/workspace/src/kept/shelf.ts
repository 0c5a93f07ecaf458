/** A shelf of this browser (IndexedDB): what is put there outlives a reload, a crash and a cut link. Keys are strings. */
export type Shelf<T> = {
  readonly put: (key: string, value: T) => Promise<void>
  readonly take: (key: string) => Promise<T | undefined>
  readonly drop: (key: string) => Promise<void>
  readonly all: () => Promise<readonly T[]>
}
const names = ['drafts', 'set-aside', 'uploads', 'edits'] as const
export type ShelfName = (typeof names)[number]

let opened: Promise<IDBDatabase> | undefined

/**
 * The shelf of that name. `relaxed` outlives the page, not a power cut, and is quicker. Its promises reject when the browser has no room or forbids storage.
 */
export function shelf<T>(name: ShelfName, durability: 'strict' | 'relaxed' = 'strict'): Shelf<T> {
  const on = async <R>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<R>): Promise<R> => {
    opened ??= open()
    const transaction = (await opened).transaction(name, mode, { durability })
    const result = await settled(work(transaction.objectStore(name)))
    if (mode === 'readwrite') await finished(transaction)
    return result
  }
  return {
    put: async (key, value) => void (await on('readwrite', (store) => store.put(value, key))),
    take: (key) => on<T | undefined>('readonly', (store) => store.get(key)),
    drop: async (key) => void (await on('readwrite', (store) => store.delete(key))),
    all: () => on<T[]>('readonly', (store) => store.getAll()),
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('central-kitchen', 2)
  request.onupgradeneeded = () => {
    for (const name of names) if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name)
  }
  return settled(request)
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the shelf of this browser failed'))
  })

const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('the shelf of this browser failed'))
  })
