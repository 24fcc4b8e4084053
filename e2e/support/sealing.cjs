// Loaded before the app's main file: Electron says that it has a keyring, as it would on a Linux desktop.
const { safeStorage } = require('electron')
safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret'
