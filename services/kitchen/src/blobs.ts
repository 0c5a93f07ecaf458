import { join } from 'node:path'
import { type BlobStore, type BucketSettings, openDiskStore, openS3Store } from '@kitchen/blob-store'
import type { Settings } from '@kitchen/runtime'

/** Where stored bytes lie: the bucket that the settings name, with spool and cache in the data folder, or the data folder itself. */
export function openBlobs(settings: Settings): Promise<BlobStore> {
  const [folder, bucket] = [join(settings.KITCHEN_DATA, 'blobs'), bucketOf(settings)]
  return bucket ? openS3Store({ ...bucket, folder }) : openDiskStore(folder)
}

/** The bucket of the settings, which name all of it or nothing. */
export function bucketOf(settings: Settings): BucketSettings | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey } = settings
  return endpoint && bucket && accessKey && secretKey ? { endpoint, bucket, region, accessKey, secretKey } : undefined
}
