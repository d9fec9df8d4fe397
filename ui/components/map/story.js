// Which sentence belongs to a moment, by what was measured then: a training that learns nothing is not told as a success.
const SILENT = 0.4;                    // nats; a code that tells less tells nothing that could be seen
const APART = 0.4, SORTED = 0.9;       // how far the neighbours have come from chance to where they end

export function story(fact, last, classes) {
  if (last.nats < SILENT) return "collapsed";
  if (fact.step === 0) return "start";
  if (fact.nats < SILENT) return "silent";
  const come = classes > 1 ? progress(fact.same, 1 / classes, last.same) : progress(fact.nats, 0, last.nats);
  return come < APART ? "first" : come < SORTED ? "sorting" : "settled";
}

const progress = (now, chance, end) => end > chance ? (now - chance) / (end - chance) : 1;
