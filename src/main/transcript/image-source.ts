/** Where images of messages are read from. Without it they are only named. */
export type ImageSource = { read(hash: string): { mediaType: string; bytes: Buffer } | null }
