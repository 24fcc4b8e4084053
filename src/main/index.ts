console.log('Treeline: desktop host')
