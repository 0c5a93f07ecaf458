import pg from 'pg'

/** One connection as the owner, for work on the whole database: without the time limits of requests, and in UTC, so that texts are the same everywhere. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'kitchen owner', connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // the statement at work rejects with it
  await client.connect()
  try {
    await client.query(`set timezone = 'UTC'; set datestyle = 'ISO'; set extra_float_digits = 3; set bytea_output = 'hex'`)
    return await work(client)
  } finally {
    await client.end()
  }
}
