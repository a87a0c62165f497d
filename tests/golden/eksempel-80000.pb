META
key;value
description;Et bedre Tranbjerg
country;Denmark
unit;Eksempel Kommune
subunit;Tranbjerg
instance;YEAR
num_projects;3
num_votes;35
budget;80000
vote_type;approval
rule;greedy
date_begin;DATE
date_end;DATE
min_length;1
max_sum_cost;80000
language;da
currency;DKK
comment;"#1: Projects stand in the order of the count. Ties were decided by: lower_cost, lot; public draw: 7 12 19 23 31"
PROJECTS
project_id;cost;votes;name;selected
1;32000;20;Forslag 1;1
2;78450;15;Forslag 2;0
3;20000;12;Forslag 3;1
VOTES
voter_id;vote
1;1
2;1
3;1
4;1
5;1
6;1
7;1
8;1
9;1,3
10;1,3
11;1,3
12;1,3
13;1,3
14;1,3
15;1,3
16;1,3
17;1,3
18;1,3
19;1,3
20;1,3
21;2
22;2
23;2
24;2
25;2
26;2
27;2
28;2
29;2
30;2
31;2
32;2
33;2
34;2
35;2
