namespace SkRouter.Agents.Tests;

/// <summary>Files with one mistake each: the text, where the mistake is, what is said of it, and the fix.</summary>
internal static class Mistakes
{
    public static TheoryData<string, int, int, string, string> All { get; } =
        new()
        {
            { "", 1, 1, "it is empty", "begin with 'kind: role'" },
            { "- kind: role\n", 1, 1, "it is a list", "begin with 'kind: role'" },
            { "role\n", 1, 1, "it is text", "begin with 'kind: role'" },
            { "~\n", 1, 1, "it is empty", "begin with 'kind: role'" },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n---\nkind: role\n",
                12,
                1,
                "a second document",
                "a file of its own"
            },
            {
                "kind: role\nname: coder\n\tx: y\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                1,
                "not valid YAML",
                "spaces, not with tabs"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Fix: it.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                4,
                18,
                "not valid YAML",
                "quotes around text"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                5,
                8,
                "not valid YAML",
                "close every bracket"
            },
            {
                "kind: role\nname: coder\nname: again\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                1,
                "not valid YAML",
                "keep one of the two"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: *models\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                11,
                "'*models' refers to nothing",
                "quotes around text that begins with"
            },
            {
                "a: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n",
                1,
                35,
                "nested too deep",
                "write it flat"
            },
            {
                "name: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                1,
                1,
                "'kind' is missing",
                "add 'kind: role'"
            },
            {
                "kind: rôle\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                1,
                7,
                "'kind' is 'rôle'",
                "did you mean 'role'?"
            },
            {
                "kind: agent\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                1,
                7,
                "'kind' is 'agent'",
                "use one of: role, team"
            },
            {
                "kind: role\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                1,
                1,
                "'name' is missing",
                "write e.g. 'name: coder'"
            },
            {
                "kind: role\nname:\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                2,
                6,
                "'name' is empty",
                "write e.g. 'name: coder'"
            },
            {
                "kind: role\nname: [coder]\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                2,
                7,
                "'name' is a list, not text",
                "write e.g. 'name: coder'"
            },
            {
                "kind: role\nname: the coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                2,
                7,
                "'the coder' cannot be a name",
                "a letter first"
            },
            {
                "kind: role\nname: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                2,
                7,
                "cannot be a name",
                "up to 64 letters"
            },
            {
                "kind: role\nname: coder\ndescripton: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                1,
                "unknown key 'descripton' in a role file",
                "did you mean 'description'?"
            },
            {
                "kind: role\nname: coder\nmodel: gpt-4o\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                1,
                "unknown key 'model' in a role file",
                "use one of: kind, name"
            },
            {
                "kind: role\nname: coder\ndescription: {a: b}\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                14,
                "'description' is a group of keys, not text",
                "one sentence"
            },
            {
                "kind: role\nname: coder\n? [a, b]\n: c\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                3,
                3,
                "is not a plain word",
                "use one of: kind"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                1,
                1,
                "'instructions' is missing",
                "instructions: |"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: ''\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                4,
                15,
                "'instructions' is empty",
                "instructions: |"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: read_file\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                5,
                8,
                "'tools' is text, not a list",
                "write tools: [read_file]"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: []\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                5,
                8,
                "'tools' is an empty list",
                "or remove the key"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file, read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                5,
                20,
                "'tools' names 'read_file' twice",
                "remove one"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file, {a: b}]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                5,
                20,
                "an entry of 'tools' is a group of keys",
                "the name of one tool"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools:\n  - read_file\n  -\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                4,
                "an entry of 'tools' is empty",
                "the name of one tool"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nsettings:\n  temperature: 0\n",
                1,
                1,
                "'routing' is missing",
                "routing: {prefer"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting: strong\nsettings:\n  temperature: 0\n",
                6,
                10,
                "'routing' is text, not a group of keys",
                "indent under it"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                3,
                "'routing' names no model",
                "add 'prefer'"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  preferred: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                3,
                "unknown key 'preferred' in 'routing'",
                "did you mean 'prefer'?"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: strong\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                11,
                "'prefer' is text, not a list",
                "write prefer: [strong]"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  simple: [fast]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                8,
                11,
                "'simple' stands beside 'prefer'",
                "use 'prefer' alone"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  complex: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                12,
                "'complex' stands without 'simple'",
                "add 'simple'"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  simple: [fast]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                7,
                11,
                "'simple' stands without 'complex'",
                "add 'complex'"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  complexFrom: 0.5\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                8,
                16,
                "'complexFrom' needs 'simple' and 'complex'",
                "or remove it"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  simple: [fast]\n  complex: [strong]\n  complexFrom: 1.5\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0\n",
                9,
                16,
                "'complexFrom' is '1.5'",
                "a number from 0 to 1"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [Strong]\nsettings:\n  temperature: 0\n",
                8,
                16,
                "'fallBackTo' names 'Strong', which would fall back to itself",
                "name another model"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  maxFallbacks: -1\nsettings:\n  temperature: 0\n",
                8,
                17,
                "'maxFallbacks' is '-1'",
                "a whole number from 0 to 100"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallbackTo: [reserve]\nsettings:\n  temperature: 0\n",
                8,
                3,
                "unknown key 'fallbackTo' in 'routing'",
                "did you mean 'fallBackTo'?"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temprature: 0\n",
                10,
                3,
                "unknown key 'temprature' in 'settings'",
                "did you mean 'temperature'?"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: warm\n",
                10,
                16,
                "'temperature' is 'warm'",
                "a number from 0 to 2"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: 0,5\n",
                10,
                16,
                "'temperature' is '0,5'",
                "a number from 0 to 2"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  temperature: NaN\n",
                10,
                16,
                "'temperature' is 'NaN'",
                "a number from 0 to 2"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  topP: 0\n",
                10,
                9,
                "'topP' is '0'",
                "a number from 0.01 to 1"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  maxOutputTokens: 0\n",
                10,
                20,
                "'maxOutputTokens' is '0'",
                "a whole number from 1 to 1000000"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings:\n  maxOutputTokens: 10.5\n",
                10,
                20,
                "'maxOutputTokens' is '10.5'",
                "a whole number"
            },
            {
                "kind: role\nname: coder\ndescription: Writes code.\ninstructions: Write the fix.\ntools: [read_file]\nrouting:\n  prefer: [strong]\n  fallBackTo: [reserve]\nsettings: [a]\n",
                9,
                11,
                "'settings' is a list, not a group of keys",
                "indent under it some of: temperature"
            },
            {
                "kind: team\nname: desk\nshape: sequential\nlimits:\n  rounds: 2\n",
                1,
                1,
                "'members' is missing",
                "name the team's roles"
            },
            {
                "kind: team\nname: desk\nmembers: [codr]\nshape: sequential\nlimits:\n  rounds: 2\n",
                3,
                11,
                "there is no role or team 'codr'",
                "did you mean 'coder'?"
            },
            {
                "kind: team\nname: desk\nmembers: [coder, somebody]\nshape: sequential\nlimits:\n  rounds: 2\n",
                3,
                18,
                "there is no role or team 'somebody'",
                "use one of: coder, desk"
            },
            {
                "kind: team\nname: desk\nmembers: [coder, Coder]\nshape: sequential\nlimits:\n  rounds: 2\n",
                3,
                18,
                "'members' names 'Coder' twice",
                "remove one"
            },
            {
                "kind: team\nname: desk\nmembers: []\nshape: sequential\nlimits:\n  rounds: 2\n",
                3,
                10,
                "'members' is an empty list",
                "at least one role"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nlimits:\n  rounds: 2\n",
                1,
                1,
                "'shape' is missing",
                "use one of: sequential, review-loop"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: review_loop\nlimits:\n  rounds: 2\n",
                4,
                8,
                "'shape' is 'review_loop'",
                "did you mean 'review-loop'?"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: swarm\nlimits:\n  rounds: 2\n",
                4,
                8,
                "'shape' is 'swarm'",
                "use one of: sequential"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: sequential\nlimits:\n  round: 2\n",
                6,
                3,
                "unknown key 'round' in 'limits'",
                "did you mean 'rounds'?"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: sequential\nlimits:\n  rounds: 0\n",
                6,
                11,
                "'rounds' is '0'",
                "a whole number from 1 to 20"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: sequential\nlimits:\n  roundTrips: many\n",
                6,
                15,
                "'roundTrips' is 'many'",
                "a whole number from 1 to 128"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: sequential\nlimits:\n  minutes: -1\n",
                6,
                12,
                "'minutes' is '-1'",
                "a number from 0.1 to 1440"
            },
            {
                "kind: team\nname: desk\ninstructions: x\nmembers: [coder]\nshape: sequential\nlimits:\n  rounds: 2\n",
                3,
                1,
                "unknown key 'instructions' in a team file",
                "use one of: kind, name"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  commitOn: firsttoken\n",
                6,
                13,
                "'commitOn' is 'firsttoken'",
                "did you mean 'firstToken'?"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  hedge: maybe\n",
                6,
                10,
                "'hedge' is 'maybe'",
                "write true or false"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  floor: [a]\n",
                6,
                10,
                "'floor' is a list, not text",
                "name a model"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  deadlineSeconds: 0\n",
                6,
                20,
                "'deadlineSeconds' is '0'",
                "a number from 0.1 to 86400"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  checks: Json\n",
                6,
                11,
                "'checks' is text, not a list",
                "write checks: [Json]"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  policy:\n",
                6,
                10,
                "'policy' is empty",
                "CheapestAdequate(0.8)"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops: stop\n",
                6,
                10,
                "'loops' is text, not a group of keys",
                "indent under it some of: upTo"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    upTo: halt\n",
                7,
                11,
                "'upTo' is 'halt'",
                "use one of: off, observe"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    stopsAt: 4\n",
                7,
                5,
                "unknown key 'stopsAt' in 'loops'",
                "did you mean 'stopAt'?"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    steerAt: 5\n",
                7,
                14,
                "'escalateAt' is 4, below 'steerAt', which is 5",
                "write 'escalateAt: 5' or more"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    observeAt: 1\n",
                7,
                16,
                "'observeAt' is '1'",
                "a whole number from 2 to 100"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    tools: [search]\n",
                7,
                12,
                "'tools' is a list, not a group of keys",
                "the name of a tool"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    tools:\n      search: exempt\n",
                8,
                15,
                "'search' is text, not a group of keys",
                "indent under it some of: exempt"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  loops:\n    tools:\n      search: {ignore: [a]}\n",
                8,
                16,
                "unknown key 'ignore' in 'search'",
                "did you mean 'ignoreArguments'?"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: sequential\nhandoffs:\n  coder: [coder]\n",
                6,
                3,
                "'handoffs' needs the shape 'handoff'",
                "write 'shape: handoff'"
            },
            {
                "kind: team\nname: desk\nmembers: [coder]\nshape: group-chat\n",
                3,
                10,
                "'group-chat' needs at least two members",
                "add a member"
            },
            {
                "kind: team\nname: desk\nmembers: [coder, desk]\nshape: sequential\n",
                3,
                18,
                "the team 'desk' is a member of itself",
                "take it out of one"
            },
            {
                "type: chat_completion_agent\nname: helper\ninstructions: x\n",
                1,
                1,
                "'model' is missing",
                "'model: {id: strong}'"
            },
            {
                "type: openai_assistant\nname: helper\ninstructions: x\nmodel: {id: strong}\n",
                1,
                7,
                "'type' is 'openai_assistant'",
                "use one of: chat_completion_agent"
            },
            {
                "type: chat_completion_agent\nname: helper\ninstructions: x\nmodel:\n  options: {temperature: 1}\n",
                5,
                3,
                "'id' is missing",
                "a model or deployment"
            },
            {
                "type: chat_completion_agent\nname: helper\ninstructions: x\nmodel: {id: strong}\ntools:\n  - id: A.B\n    type: code_interpreter\n",
                7,
                11,
                "'type' is 'code_interpreter'",
                "use one of: function"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget: {per: day}\n",
                6,
                11,
                "'usd' is missing",
                "usd: 5"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget:\n    usd: lots\n",
                7,
                10,
                "'usd' is 'lots'",
                "a number from 0"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget:\n    usd: 5\n    per: dey\n",
                8,
                10,
                "'per' is 'dey'",
                "did you mean 'day'?"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget:\n    usd: 5\n    per: day\n    rollingHours: 3\n",
                9,
                19,
                "'rollingHours' stands beside 'per'",
                "keep one"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget:\n    usd: 5\n    timeZone: UTC\n",
                8,
                15,
                "'timeZone' needs 'per'",
                "add 'per'"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  budget:\n    usd: 5\n    per: day\n    timeZone: Atlantis\n",
                9,
                15,
                "there is no time zone 'Atlantis'",
                "Europe/Berlin"
            },
            {
                "kind: role\nname: coder\ninstructions: x\nrouting:\n  prefer: [strong]\n  priority: high\n",
                6,
                13,
                "'priority' is 'high'",
                "a whole number from -100 to 100"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers: [small]\n",
                5,
                10,
                "'tiers' is a list, not a group of keys",
                "the name of a tier"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: [a]\n",
                6,
                12,
                "'small' is a list, not a group of keys",
                "from, models"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: {form: 0, models: [a]}\n",
                6,
                13,
                "unknown key 'form' in 'small'",
                "use one of: from, models"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: {from: 0}\n",
                6,
                5,
                "the tier 'small' has no models",
                "models: [strong]"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: {from: 2, models: [a]}\n",
                6,
                19,
                "'from' is '2'",
                "a number from 0 to 1"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: {models: [a]}\n    large: {from: 0, models: [b]}\n",
                7,
                19,
                "the tiers 'small' and 'large' both begin at 0",
                "another 'from'"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers:\n    small: {from: 0.2, models: [a]}\n    large: {from: 0.6, models: [b]}\n",
                6,
                5,
                "no tier begins at 0",
                "'from: 0' in 'small'"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers: {small: {models: [a]}}\n  prefer: [b]\n",
                5,
                10,
                "'tiers' stands beside 'prefer'",
                "'prefer' alone"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  simple: [a]\n  complex: [b]\n  tiers: {small: {models: [a]}}\n",
                7,
                10,
                "'tiers' stands beside 'simple'",
                "keep one"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers: {small: {models: [a]}}\n  complexFrom: 0.5\n",
                6,
                16,
                "'complexFrom' needs 'simple' and 'complex'",
                "remove it"
            },
            {
                "kind: role\nname: coder\ninstructions: Write the fix.\nrouting:\n  tiers: {small: {models: [a]}}\n  fallBackTo: [a]\n",
                6,
                16,
                "'fallBackTo' names 'a'",
                "another model"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: 2\n",
                6,
                11,
                "'budget' is text, not a group of keys",
                "usd, onExhausted, slices"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {onExhausted: refuse}\n",
                6,
                11,
                "'usd' is missing",
                "usd: 2"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: -1}\n",
                6,
                17,
                "'usd' is '-1'",
                "a number from 0"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, per: day}\n",
                6,
                20,
                "unknown key 'per' in 'budget'",
                "use one of: usd, onExhausted, slices"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, onExhausted: stop}\n",
                6,
                33,
                "'onExhausted' is 'stop'",
                "refuse, lastAnswer"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, slices: [coder]}\n",
                6,
                28,
                "'slices' is a list",
                "the name of a member"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, slices: {codr: 1}}\n",
                6,
                29,
                "'codr' is no member of the team",
                "did you mean 'coder'?"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, slices: {coder: much}}\n",
                6,
                36,
                "'coder' is 'much'",
                "a number from 0"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, slices: {coder: 1.5}}\n",
                6,
                28,
                "the slices come to 1.5, more than the budget's 1",
                "usd: 1.5"
            },
            {
                "kind: team\nname: pair\nmembers: [coder]\nshape: sequential\nlimits:\n  budget: {usd: 1, onExhausted: lastAnswer, slices: {coder: 0.95}}\n",
                6,
                53,
                "more than nine tenths of the budget's 1",
                "kept for last answers"
            },
        };
}
