import { MIB } from "./transfer.ts";

/** Sizes that a part may have, in bytes; those of databricks-sdk-py. All are multiples of 256 KiB, as Google asks. */
const SIZES = [10, 20, 50, 100, 200, 500, 1_024, 2_048, 4_096].map((size) => size * MIB);

/** More parts than that cost more than they gain, where a part costs no memory; the number of databricks-sdk-py. */
const FEW = 100;
/** The most parts that S3 takes (https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html). */
const MOST = 10_000;

/**
 * How large a part is, in bytes: the smallest size that gives at most 100 parts. Parts of a stream are kept in memory,
 * so that they stay at 10 MiB up to 97 GiB.
 *
 * @param size of the whole, in bytes; a stream whose size is not known gets parts of 10 MiB
 */
export function partSize(size: number | undefined, { inMemory }: { readonly inMemory: boolean }): number {
  const most = inMemory ? MOST : FEW;
  const fitting = SIZES.find((each) => Math.ceil((size ?? 0) / each) <= most);
  return fitting ?? SIZES.at(-1) ?? 0;
}

/** For how many parts URLs are asked at once: the square root of what there is to do, one where that is not known. */
export function urlBatch(parts: number | undefined): number {
  return parts === undefined ? 1 : Math.ceil(Math.sqrt(parts));
}
