"""Words in nearly every mail. A search leaves them out beside other words; quoted ones and names keep them."""

from __future__ import annotations

from postroom.search.folding import fold

_GERMAN = """
aber als am an auch auf aus bei bin bis bitte da damit dann das dass dem den der des die dies diese diesem diesen dieser
dieses doch durch ein eine einem einen einer eines er es für hat habe haben hallo ich ihr ihre ihrem ihren ihrer im in
ist ja kann kein keine können mehr mich mir mit nach nicht noch nur oder ob sehr sein seine sich sie sind so über um und
uns unser unsere unter viele vielen vom von vor war was wenn werden wie wir wird wo zu zum zur
"""
_ENGLISH = """
a about all am an and any are as at be been but by can could did do does for from had has have he hello her hi him his
how i if in into is it its just me my no not of on or our out please she so some than thank thanks that the their them
then there these they this to up us was we were what when which who will with would you your
"""
STOP_WORDS = frozenset(map(fold, (_GERMAN + _ENGLISH).split()))
