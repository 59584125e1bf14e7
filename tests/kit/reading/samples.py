"""Small documents about nobody and nowhere, one for each way in which recommendations are printed."""

INSPECTION = """
Inspection of Fellmouth County Council children's services

Inspection dates: 6 to 17 March 2023

Lead inspector: Ada Quill, His Majesty's Inspector

Services for children in Fellmouth have declined since the last inspection. Leaders know what they must do, and should be given time to do it.

What needs to improve?

- The quality of written plans, so that families can understand them.
- The timeliness of initial health assessments for children who come into care.
- Management oversight of children who are missing from home.

The experiences and progress of children who need help and protection: requires improvement

1. Children benefit from early help that is offered soon after they need it. Leaders should be proud of this work.
2. Thresholds are well understood by partners. Social workers must record their reasons, and mostly they do.
3. Strategy meetings are timely, but health partners do not always attend.
"""

SINGLE_INSPECTION = """
Pellbrook Borough Council

Inspection of services for children in need of help and protection

Report published: 4 May 2016

Executive summary

The council should have acted sooner. It did not act.

Recommendations

1. Ensure that assessments are updated when circumstances change (paragraph 31).
2. Improve the oversight of private fostering arrangements so that
children are visited within timescales (paragraphs 40, 41).
3. Take action to reduce the number of changes of social worker.

Summary for children and young people

- Social workers in Pellbrook should listen to you more.
- Some of you told us that you see too many different workers.
"""

LABELLED_REVIEW = """
Local Child Safeguarding Practice Review: Rowan

Independent reviewer: P. Lantern

May 2022

1. Introduction

1.1 Rowan was nine weeks old when he was taken to hospital. The partnership should be thanked for its help to the reviewer.

1.2 The review considered the period from January 2020 to May 2021.

4. Analysis

4.1 Health visitors saw Rowan three times. They should have been told about the bruise. Recommendation 3 returns to this.

Recommendation 1: The Partnership should seek assurance from the Integrated Care Board that every practice has a way of telling health visitors about bruises in babies.

4.2 There was no pre-birth assessment. The midwife did not know of the earlier case.

Recommendation 2

Brackwater Children's Social Care should review its pre-birth pathway. This should include the point at which a referral is made, and the part that midwives play.

The reviewer was told that the pathway was written in 2016.

Recommendation 3: Strengthening supervision

All agencies should assure the Partnership that supervision asks what life is like for the child.

5. Conclusion

5.1 Rowan is now doing well. Those who care for him must be congratulated.
"""

FINDINGS_AND_NUMBERS = """
Learning review concerning Family J

Finding 1: Fathers were not seen

The two fathers were mentioned in records and never met.

Recommendation 1.1 The Board should ask each agency how it records the men in a household.

Recommendation 1.2 The Board should repeat its audit of 2017.

Finding 2: Records did not follow the family

Transfer took eleven weeks.

Recommendation 2.1 Health trusts in the area should agree one transfer form.
"""

QUESTIONS = """
A learning together review: Tamsin

Finding 2: Thresholds are used to say no

Workers told the reviewers that a threshold is a gate.

Questions for the Board

- Is the Board satisfied that referrers are told why a referral was closed?
- How will the Board know whether this has changed?

Finding 3: Challenge leaves no trace

Considerations for the partnership

1. Whether the escalation procedure is used, and by whom.
2. Whether a record of each challenge should be kept.
"""

ACTION_TABLE = """
Multi-agency action plan: Child Q

| Recommendation | Action | Lead | Timescale | Progress | RAG |
|---|---|---|---|---|---|
| 1. The Partnership should publish a bruising protocol. | Write the protocol and consult on it | Designated Nurse | June 2023 | Complete. Published in May 2023 | Green |
| | Train 200 practitioners | Training Manager | by the end of March 2024 | 60 trained so far | Amber |
| 2. Schools should tell the health visitor when a sibling raises a worry. | Agree a form with head teachers | Head of Inclusion | Q2 2023 | Paused because of illness | Red |
"""

FORM_TABLE = """
Domestic Homicide Review action plan

| Recommendation 1 | The Community Safety Partnership should review its training on coercive control. |
|---|---|
| Lead agency | Saltmarsh Council |
| Action | Commission a new course |
| Target date | 30 September 2021 |
| Progress | On track |
| Recommendation 2 | Housing providers should ask about safety at each contact. |
| Lead agency | Tidewell Homes |
| Action | Add a question to the tenancy form |
| Target date | 1 May 2021 |
| Progress | Complete |
"""

CORONER = """
REGULATION 28: REPORT TO PREVENT FUTURE DEATHS

THIS REPORT IS BEING SENT TO: The Chief Executive, Northmere Hospitals NHS Trust

1 CORONER

I am Hester Vane, assistant coroner for Northmere.

4 CIRCUMSTANCES OF THE DEATH

The baby was seen on 2 May 2021. She should have been admitted.

5 CORONER'S CONCERNS

During the course of the inquest the evidence revealed matters giving rise to concern. In my opinion there is a risk that future deaths will occur unless action is taken.

The MATTERS OF CONCERN are as follows. -

(1) There was no system by which a junior doctor could reach a paediatrician at night.

(2) The bruising protocol was not known to staff who came from an agency.

6 ACTION SHOULD BE TAKEN

In my opinion action should be taken to prevent future deaths and I believe your organisation has the power to take such action.

7 YOUR RESPONSE

You are under a duty to respond to this report within 56 days of the date of this report.
"""

PARTS = """
Partnership response to the review of Child W

Recommendation 1

The Partnership should: (a) agree one form for referrals; (b) publish it on its website; and (c) audit its use after six months.

The form was agreed in June 2021. It will be published in autumn 2021.

Recommendation 2

Children's Social Care to ensure that:

- each plan names who will do what;
- each plan says by when.

Brightholme Council has revised its template for plans. Team managers check each new plan.

Recommendation 3

The Partnership should consider a campaign on safer sleep.

This has been delayed because of the pandemic. The Board recognises the importance of the subject.
"""

NATIONAL = """
A national review of babies at risk

Recommendation one: Government should fund a safer sleep programme.

Recommendation two: Safeguarding partners should set out, in their yearly report, how fathers are included.

What happens next

The Panel will return to these matters.
"""

RESTARTS = """
Overview report on Child V

Recommendations for the police

1. Officers should speak to each child at an incident.
2. The force should review its training.

Recommendations for health

1. The Trust should audit its records of missed appointments.
2. Practices should tell the health visitor when a family moves.
"""

CORONER_FORM = """<html><head><title>Regulation 28</title></head><body>
<h1>REGULATION 28 REPORT TO PREVENT FUTURE DEATHS</h1>
<table>
<tr><td></td><td><p>THIS REPORT IS BEING SENT TO:</p><p>1. Wexcombe County Council</p><p>2. Department for Education</p></td></tr>
<tr><td>1</td><td><p>CORONER</p><p>I am Ivo Marsh, area coroner for Wexcombe.</p></td></tr>
<tr><td>3</td><td><p>INVESTIGATION and INQUEST</p><p>On 3 March 2022 I commenced an investigation into the death of Ada Lark. The inquest concluded on 9 January 2023.</p></td></tr>
<tr><td>5</td><td><p>CORONER'S CONCERNS</p><p>During the course of the inquest the evidence revealed matters giving rise to concern.</p>
<p>The <b>MATTERS OF CONCERN</b> are as follows.</p>
<p>(1) Social workers had no written guidance on what to do when a child misses three appointments.</p>
<p>(2) The council's out-of-hours number was not answered on two nights.</p></td></tr>
<tr><td>6</td><td><p>ACTION SHOULD BE TAKEN</p><p>In my opinion action should be taken to prevent future deaths and I believe you have the power to take such action.</p></td></tr>
<tr><td>7</td><td><p>YOUR RESPONSE</p><p>You are under a duty to respond to this report within 56 days.</p></td></tr>
<tr><td>9</td><td><p>20 February 2023</p></td></tr>
</table></body></html>"""

BOARD_TABLE = """<html><body><h1>Kelderby Safeguarding Children Board: response to the Child D review</h1>
<table>
<tr><th>No.</th><th>Recommendation</th><th>Board response</th><th>Action</th><th>Lead agency</th><th>Completion date</th></tr>
<tr><td>1</td><td>The Board should ask each agency for its plan for supervision.</td><td>Accepted in full.</td><td><ul><li>Write to each agency</li><li>Report the answers to the Board</li></ul></td><td>Kelderby Council</td><td>May 2017</td></tr>
<tr><td>2</td><td>The police should review how reports of missing children are graded.</td><td>Accepted in part. The force has a national duty.</td><td>A new grading form was introduced in March 2017.</td><td>North Vale Police</td><td>March 2017</td></tr>
</table></body></html>"""

JOINT_LETTER = """<html><body><p>14 June 2021</p><p>Dear local partnership</p>
<h1>Joint targeted area inspection of the multi-agency response to exploitation in Ottermouth</h1>
<p>Between 3 and 7 May 2021, Ofsted, the Care Quality Commission and His Majesty's Inspectorate of Constabulary carried out a joint inspection.</p>
<h2>Areas for priority action</h2>
<ul><li>The local authority and police must ensure that strategy discussions take place when children are found with injuries.</li></ul>
<h2>Areas for improvement</h2>
<ul><li>The quality of police records.</li><li>The sharing of health information with the front door.</li></ul>
<h2>Strengths</h2>
<ul><li>Schools should be commended for the way in which they notice children who are missing.</li></ul>
<h2>Main findings</h2>
<p>Children are helped quickly. Partners must build on this.</p>
<h2>Next steps</h2>
<p>The Director of Children's Services should prepare a written statement of proposed action by 20 September 2021.</p></body></html>"""

BOXED = """<html><body><h1>Child Safeguarding Practice Review: Bryn</h1>
<h2>1. Introduction</h2><p>Bryn was four. Agencies should have known more about him.</p>
<h2>5. Conclusions and recommendations</h2>
<p>5.1 Much has changed since then, and the reviewer was impressed by what she saw.</p>
<table><tr><td><p><b>Recommendation 1</b></p><p>The Partnership should test whether its neglect tool is used, by looking at thirty cases.</p></td></tr></table>
<p>5.2 Supervision was not always reflective. Managers were new to their posts and had a great deal to learn.</p>
<table><tr><td><p><b>Recommendation 2</b></p><p>Ashfold Council should make sure that:</p><ul><li>each manager has a mentor</li><li>supervision is observed once a year</li></ul></td></tr></table>
<h2>6. Previous reviews</h2>
<p>In 2016 another review was published. It said:</p>
<p>Recommendation 1: The Board should train all staff in the use of chronologies.</p>
<h2>7. Next steps</h2><p>The Partnership will publish an action plan by the end of June 2024.</p></body></html>"""

SHORT_LABELS = """
Thematic review of bruising in babies

Recommendations

R1. The Partnership should rewrite its bruising protocol.

R2. Practices should be told of the change by the Integrated Care Board.

Glossary

R3 is a form used by midwives.
"""

SCATTERED = """
Practice review about Lowen

Analysis

The school kept a careful record of what it saw. It is recommended that the Partnership shows the school's record to other schools as an example of what can be done.

It is recommended that the Partnership asks each agency to test its procedure for children who move in the middle of a school year.
"""
