/** Two short tones each, in Hz: rising where somebody is wanted, falling where something has ended. */
const tones = { waits: [660, 880], ended: [660, 495] } as const
const toneSeconds = 0.13
const loudness = 0.12

let context: AudioContext | null = null

/** Plays a short sound, made here: nothing is fetched. Rejects where the system has no sound. */
export async function playSound(name: keyof typeof tones): Promise<void> {
  context ??= new AudioContext()
  const audio = context
  // Browsers let a page sound only after a click somewhere in it; without one there is silence.
  if (audio.state === 'suspended') void audio.resume()
  for (const [index, frequency] of tones[name].entries()) {
    const start = audio.currentTime + index * toneSeconds
    const oscillator = new OscillatorNode(audio, { type: 'sine', frequency })
    const gain = new GainNode(audio, { gain: 0 })
    // Swelling and fading, as a tone that begins at once clicks.
    gain.gain.setValueAtTime(0, start)
    gain.gain.linearRampToValueAtTime(loudness, start + 0.015)
    gain.gain.linearRampToValueAtTime(0, start + toneSeconds)
    oscillator.connect(gain).connect(audio.destination)
    oscillator.start(start)
    oscillator.stop(start + toneSeconds)
  }
}
