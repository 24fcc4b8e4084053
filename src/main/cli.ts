console.log('Treeline: terminal host')
