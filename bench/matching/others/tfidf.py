"""scikit-learn and sparse_dot_topn: the hundred names with the nearest 3-grams, by cosine of TF-IDF."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time
from typing import Final

from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from bench.matching.others import Answer
from bench.matching.others.names import met, rows, whole_name
from roadstead.engine.records import Entry, Traveller

NEAREST: Final = 100
CUT: Final = 0.3  # cosine


def nearest(entries: Sequence[Entry], travellers: Sequence[Traveller]) -> Answer:
    began = process_time()
    names, owners = rows(entries)
    grams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3))
    listed = grams.fit_transform(names).T.tocsr()
    built = process_time()
    asked = grams.transform([whole_name(one) for one in travellers])
    scores = sp_matmul_topn(asked, listed, top_n=NEAREST, threshold=CUT, sort=True)
    found = []
    for one, start, end in zip(travellers, scores.indptr, scores.indptr[1:], strict=False):
        places, values = scores.indices[start:end], scores.data[start:end]
        found.append(met(one, [(owners[at], float(value)) for at, value in zip(places, values, strict=True)]))
    return Answer(found, built - began, process_time() - built)
