"""The lists behind `sharpness.py`: English words that can, or cannot, be seen done, counted or shown. Each is small and means to stay so."""

import re

_I = re.IGNORECASE


def _forms(verb: str) -> set[str]:
    stem = verb[:-1]
    ends = {verb, f"{verb}s", f"{verb}es", f"{verb}ed", f"{verb}ing", f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing"}
    if verb.endswith("e"):
        ends |= {f"{stem}ed", f"{stem}ing"}
    if verb.endswith("y"):
        ends |= {f"{stem}ies", f"{stem}ied"}
    return ends


_VERBS = """
acknowledge add address agree announce answer apologise apologize arrive ask assign attend begin block book brief bring call cancel check
close collect comment confirm cook count cycle decide decline deliver describe disagree discuss divide draw draft drink eat email end enter escalate
explain file finish follow forward give go greet hand hang hold interrupt introduce invite join keep leave let list listen log look mark meditate
mention name note offer open paraphrase pass pause phone pick point post praise present propose publish put quote read record refuse
reject repeat rephrase reply report request respond rest restate return review say schedule send set share show sign sit sketch speak spend
stand start state stay stop swim submit suggest sum summarise summarize switch take talk tell thank touch turn update visit wait walk wear
write delegate shorten sleep run exercise practise practice
"""
_BEFORE_A_NOUN = """
a an the his her their my our your its this that these those better more less fewer good great clear improve improves improved of in on
with for from at by about during between no any some each every strong regular daily weekly monthly open honest
"""
_IRREGULAR = "began brought gave held kept left read said sat sent spoke stood told took wrote"
ACTS = frozenset(form for verb in _VERBS.split() for form in _forms(verb)) | frozenset(_IRREGULAR.split())
NOT_A_VERB_AFTER = frozenset(_BEFORE_A_NOUN.split())

_THINGS = (
    r"(?:attitude|authority|awareness|behaviour|behavior|charisma|commitment|communication|confidence|courage|credibility|collaboration"
    r"|cooperation|discipline|empathy|energy|engagement|feedback skills|flexibility|focus|gravitas|impact|influence|initiative|leadership"
    r"|maturity|mindset|motivation|openness|ownership|patience|people skills|presence|proactivity|professionalism|resilience|respect"
    r"|responsibility|self-awareness|self-confidence|skills|strategic thinking|structure|teamwork|trust|vision|well-?being)"
)
_QUALITIES = (
    r"(?:accountable|agile|approachable|assertive|authentic|available|aware|better|calm|careful|clear|collaborative|committed|communicative"
    r"|confident|considerate|consistent|constructive|cooperative|creative|decisive|diplomatic|effective|efficient|empathetic|empathic"
    r"|engaged|flexible|focused|focussed|friendly|good|helpful|honest|inclusive|independent|innovative|inspiring|kind|mature|mindful"
    r"|motivated|nice|open|open-minded|organised|organized|patient|persuasive|positive|present|proactive|productive|professional"
    r"|reliable|resilient|respectful|responsible|self-assured|self-confident|sensitive|strategic|structured|strong|supportive|tactful"
    r"|tolerant|transparent|trusting|trustworthy|visible|visionary)"
)
_DEGREE = r"(?:a |an |the )?(?:much |far |even |very |really |truly )?(?:more |less |better |greater |stronger |real |true )?"
VAGUE_THING = re.compile(
    rf"(?:his |her |their |my |our )?{_DEGREE}(?:{_THINGS}|{_QUALITIES})(?:\s+and\s+\w+)?(?:\s+(?:leader|listener|manager|person))?\b", _I
)
VAGUE = re.compile(
    rf"\b(?:(?:be|becomes?|being|is|are|gets?|feels?|acts?|appears?|comes across as) {_DEGREE}{_QUALITIES}\b"
    rf"|(?:shows?|demonstrates?|displays?|has|have|gains?|builds?|takes?|develops?|needs?|fosters?) {_DEGREE}{_THINGS}\b"
    r"|(?:improv|enhanc|optimi[sz]|strengthen|develop|boost|foster|leverag|maximi[sz])(?:e|es|ed|ing|s)?\b"
    r"|(?:works? on|focus(?:es)? on|tries to|try to|strives?|makes? an effort|does? (?:his|her|their) best|steps? up|goes the extra mile)\b"
    r"|(?:communicat|collaborat|manag|lead|listen|delegat|deal|engag|perform|behav|present)(?:e|es|s|ing)?(?: \w+){0,3} (?:better|well|more|effectively"
    r"|more (?:effectively|clearly|openly|professionally))\b"
    rf"|(?:more|greater|better) {_THINGS}\b"
    r"|(?:gives?|giving|has|have|having|holds?|makes?|writes?|runs?|sends?|asks?) (?:better|good|clearer|more effective|more constructive) \w+"
    r"|more (?:openly|confidently|effectively|clearly|proactively|strategically|assertively|professionally))",
    _I,
)
INNER = re.compile(
    r"\b(?:feels?|understands?|knows?|believes?|realis(?:e|es)|realiz(?:e|es)|is aware|be aware|becomes? aware|appreciates?|thinks?|wants?|values?"
    r"|learns?|accepts?|trusts?|cares?|worr(?:y|ies) less|stops? worrying|fears?|enjoys?)\b",
    _I,
)
ONLY_MEANT = re.compile(r"\b(?:wants?|tries|try|learns?|hopes?|plans?|aims?|needs?|would like|intends?|is able|is willing) to \w+", _I)
RESULT = re.compile(
    r"^\s*(?:\w+ )?(?:increas(?:e|es)|reduc(?:e|es)|lowers?|grows?|doubles?|cuts?|achieves?|reach(?:es)?|wins?|meets?|hits?) "
    r"(?:\w+ ){0,2}?(?:sales|revenue|turnover|profit|margins?|costs?|targets?|promotion|satisfaction|retention|market share|quality"
    r"|productivity|engagement|budgets?|errors?|complaints|quota|numbers|results)\b",
    _I,
)
COURSE = re.compile(r"\b(?:training|course|seminar|workshop|webinar|certificat(?:e|ion)|reads? (?:a|the|two|three) books?)\b", _I)
STOPS = re.compile(r"\b(?:stops?|no longer|never|does not|doesn['’]t|do not|don['’]t|avoids?|refrains?)\b(?!.*\b(?:instead|but)\b)", _I)

_NOWHERE = r"general|future|time|order|particular|work|all|best|least|most|needed|possible|appropriate|the (?:future|team|company|way)"
SITUATION = re.compile(rf"\b(?:in|at|during|before|after|when|whenever|while|on|every|each|once|within)\s+(?!(?:{_NOWHERE})\b)", _I)
VAGUE_PLACE = re.compile(
    r"(?:(?:always|everywhere|anywhere|generally|(?:in )?general|at work|on the job|(?:at|in) the office|all the time|any ?time|every ?day"
    r"|in (?:the )?(?:daily|everyday) (?:work|life|business)|day to day|in everyday life|from now on|in the future"
    r"|when(?:ever)? (?:needed|possible|necessary|appropriate)|as (?:needed|appropriate|required)|in (?:all|every) situations?"
    r"|with (?:people|others|everybody|everyone)|in (?:the )?(?:team|company))"
    r"(?:[ ,]+(?:and )?)?)+",
    _I,
)
WHICH_MEETINGS = re.compile(
    r"(?:(?:in|during|at|with|before|after) )?(?:(?:all|most|our|the|his|her|their|team) )*"
    r"(?:meetings|calls|conversations|discussions|emails|presentations)",
    _I,
)

VAGUE_MEASURE = re.compile(
    r"(?:(?:general|overall|visible|clear|my|our|his|her|the|some|more|better) )*"
    r"(?:progress|improvement|success|performance|impression|feelings?|gut feeling|confidence|leadership|communication|behaviou?r|growth"
    r"|development|results?|feedback|quality|satisfaction|how (?:it|things) (?:goes|go)|we will see|change)",
    _I,
)
COUNTED = re.compile(
    r"\b(?:number|count|share|percentage|proportion|ratio|rate|how (?:many|often|long|much)|times|days?|hours?|minutes?|weeks?|out of|per"
    r"|of the last|rating|score|average|total|amount|euros?|dollars?)\b|[%€$£]",
    _I,
)
GAINS = re.compile(
    r"\b(?:fast(?:er)?|slow(?:er|ly)?|safe(?:r|ty)?|accidents?|profit(?:able)?|margin|cost(?:s|ly)?|money|revenue|sales|budget|hours?|days?"
    r"|weeks?|months?|late|delays?|quality|errors?|mistakes?|rework|complaints?|customers?|retention|resign\w*|quit|leaves?|left|turnover"
    r"|satisf\w+|well-?being|sick|stress|overtime|los(?:e|es|ing|t)|waste[sd]?|wait(?:s|ing)?)\b|[\d%€$£]",
    _I,
)
OWN_WORD = re.compile(
    r"\b(?:own|self|self-\w+|log|logbook|diary|journal|notes?|memory|gut|feeling|I|(?:he|she) says"
    r"|(?:his|her|their|my) (?:word|list|tally|opinion|view|estimate))\b",
    _I,
)
OTHERS_SEE = re.compile(
    r"\b(?:colleagues?|peers?|team|boss|manager|supervisor|minutes|customers?|clients?|suppliers?|board|HR|assistant|secretary|observers?"
    r"|others|people who|staff|direct reports?|participants?|attendees|chair|project lead|partner|wife|husband|spouse|friend|crm|system"
    r"|tickets?|calendar|recordings?|transcripts?|survey|dashboard|timesheets?|invoices?|ledger|accounts|export|reports? from|inbox"
    r"|mail server|database|time ?stamps?|tracker)\b",
    _I,
)
EMPTY = re.compile(r"(?:tbd|tba|n/?a|none|nothing|unknown|not yet|later|x+|to be (?:decided|defined|done))?", _I)
EDGES = " \t\r\n.,;:!?…–—-_*/()[]'\"„“”‘’«»#+=~"
