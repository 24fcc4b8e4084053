/** What is wrong with an endpoint before anything is sent, in words, or null. */
export function findEndpointFault({ baseUrl, apiKey }: { baseUrl: string; apiKey: string }): string | null {
  if (!URL.canParse(baseUrl) || !/^https?:$/.test(new URL(baseUrl).protocol)) {
    return 'The base URL of the provider is no web address. It looks like https://api.example.com/v1.'
  }
  const { username, password } = new URL(baseUrl)
  if (username !== '' || password !== '') {
    return 'The base URL of the provider holds a user name or password. Take it out; the key has a field of its own.'
  }
  if (!/^[\u0021-\u007e]*$/.test(apiKey.trim())) {
    return 'The API key holds characters that no key has, such as a space or a line break. Paste it again.'
  }
  return null
}
