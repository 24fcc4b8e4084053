console.log('Treeline: browser host')
