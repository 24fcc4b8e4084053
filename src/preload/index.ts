console.log('Treeline: preload')
