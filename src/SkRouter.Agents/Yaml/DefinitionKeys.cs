namespace SkRouter.Agents.Yaml;

/// <summary>Every key of role and team files, in one table: readers and the schema for editors go by it.</summary>
internal static class DefinitionKeys
{
    public static KeyGroup LoopTool { get; } =
        new(
            Flag("exempt", "Calls of this tool are never held against the agent."),
            Names(
                "ignoreArguments",
                "Arguments that do not matter, such as an invented request id."
            )
        );

    public static KeyGroup Loops { get; } =
        new(
            Text("upTo", "The last step that may be taken.") with
            {
                Words = ["off", "observe", "steer", "escalate", "block", "stop"],
            },
            Whole("observeAt", 2, 100, "Count from which circles are noted."),
            Whole("steerAt", 2, 100, "Count from which the model is told."),
            Whole("escalateAt", 2, 100, "Count from which a stronger model is asked."),
            Whole("blockAt", 2, 100, "Count from which the tool is withheld."),
            Whole("stopAt", 2, 100, "Count from which the round trip is refused."),
            Whole(
                "maxEscalations",
                0,
                100,
                "Round trips of a run that may go to a stronger model."
            ),
            Whole("retriesAfterError", 0, 100, "Repeats after the same error that do not count."),
            new("tools", KeyType.NamedGroups, "What is particular about single tools.")
            {
                Group = LoopTool,
            }
        );

    public static KeyGroup Budget { get; } =
        new(
            Usd("usd", KeyType.Number, "How much may be spent, in USD.") with
            {
                Required = true,
            },
            Text("per", "The period of the calendar that it is for.") with
            {
                Words = ["hour", "day", "week", "month"],
            },
            new("rollingHours", KeyType.Number, "Counts the last so many hours instead.")
            {
                Least = 0.01,
                Most = 8_784,
            },
            Text("timeZone", "Time zone of the calendar; UTC if it is left out."),
            Text("action", "What happens to a round trip that does not fit.") with
            {
                Words = ["refuse", "degrade", "warn"],
            },
            Flag("shadow", "Only report what would have happened.")
        );

    public static KeyGroup Tier { get; } =
        new(
            new("from", KeyType.Number, "Difficulty from which a task belongs to it.")
            {
                Least = 0,
                Most = 1,
            },
            Names("models", "Its candidates in order.") with
            {
                Required = true,
            }
        );

    public static KeyGroup Routing { get; } =
        new(
            Text("policy", "How candidates are chosen, e.g. CheapestAdequate(0.8)."),
            Names("prefer", "Candidates in order, whatever the task."),
            Names("simple", "Candidates for simple tasks."),
            Names("complex", "Candidates for complex tasks."),
            new("complexFrom", KeyType.Number, "Difficulty from which a task counts as complex.")
            {
                Least = 0,
                Most = 1,
            },
            new(
                "tiers",
                KeyType.NamedGroups,
                "Tiers under names of your own instead of simple and complex; one must begin at 0."
            )
            {
                Group = Tier,
            },
            Names("fallBackTo", "Candidates after all others."),
            Text("floor", "A model: none less able than it is used."),
            Text("ceiling", "A model: none more able than it is used."),
            Names("checks", "Checks that an answer must pass, e.g. Json."),
            Names(
                "resultChecks",
                "Checks that a whole piece of work must pass, or it starts again with the next more expensive candidate, e.g. Judge:reviewer."
            ),
            Names(
                "onContextTooLong",
                "Candidates for a conversation that fits into none of the others."
            ),
            Names("onContentFiltered", "Candidates for a request that a content filter refused."),
            Whole("maxFallbacks", 0, 100, "Other deployments that one round trip may go on to."),
            Text("commitOn", "When a streamed answer is shown.") with
            {
                Words = ["firstToken", "completion"],
            },
            Flag(
                "continue",
                "Another model may continue a text that breaks off; true unless said."
            ),
            Flag("hedge", "A second deployment is asked when the first is unusually late."),
            Seconds("firstTokenSeconds", "A streamed answer must begin within it, in seconds."),
            Seconds("stallSeconds", "A streamed answer may pause for it, in seconds."),
            Seconds("attemptSeconds", "Longest attempt of one deployment, in seconds."),
            Seconds("deadlineSeconds", "Longest round trip, in seconds."),
            Whole(
                "retries",
                0,
                100,
                "How often one deployment is tried again after a transient failure."
            ),
            new("budget", KeyType.Group, "What the role may spend.") { Group = Budget },
            Whole("priority", -100, 100, "Roles of lower priority go to cheaper candidates first."),
            new(
                "escalateWithin",
                KeyType.Number,
                "Lets the role learn when a run should go on with its strongest candidate; cost of all runs as a share of that candidate's."
            )
            {
                Least = 0.01,
                Most = 1,
            },
            new("loops", KeyType.Group, "What is done when an agent goes in circles.")
            {
                Group = Loops,
            }
        );

    public static KeyGroup Settings { get; } =
        new(
            new("temperature", KeyType.Number, "Sampling temperature.") { Least = 0, Most = 2 },
            new("topP", KeyType.Number, "Nucleus sampling.") { Least = 0.01, Most = 1 },
            Whole("maxOutputTokens", 1, 1_000_000, "Longest answer, in tokens.")
        );

    public static KeyGroup Role { get; } =
        new(
            Kind("role"),
            Name(),
            Text("description", "What the role is for, in a sentence."),
            Text("instructions", "What the agent is told before every conversation.") with
            {
                Required = true,
            },
            Names("tools", "Names of tools that the app offers."),
            new("routing", KeyType.Group, "Which models the role may use, and how.")
            {
                Required = true,
                Group = Routing,
            },
            new("settings", KeyType.Group, "Settings of every model call.") { Group = Settings }
        );

    public static KeyGroup TeamBudget { get; } =
        new(
            Usd("usd", KeyType.Number, "How much may be spent, in USD.") with
            {
                Required = true,
            },
            Text("onExhausted", "What happens when it is used up.") with
            {
                Words = ["refuse", "lastAnswer"],
            },
            Usd(
                "slices",
                KeyType.NamedNumbers,
                "What is set aside of it for single members, in USD; the others share the rest."
            )
        );

    public static KeyGroup Limits { get; } =
        new(
            Whole("rounds", 1, 20, "How often the team's shape may go round."),
            Whole("roundTrips", 1, 128, "Round trips of one tool loop of a member."),
            new("minutes", KeyType.Number, "The whole run, in minutes.")
            {
                Least = 0.1,
                Most = 24 * 60,
            },
            new("budget", KeyType.Group, "What the team may spend from a question to its answer.")
            {
                Group = TeamBudget,
            }
        );

    public static KeyGroup Team { get; } =
        new(
            Kind("team"),
            Name(),
            Text("description", "What the team is for, in a sentence."),
            Names("members", "Names of roles or teams, in the order in which they work.") with
            {
                Required = true,
            },
            Text("shape", "How the members work together.") with
            {
                Required = true,
                Words = [.. TeamShapes.Names],
            },
            new(
                "handoffs",
                KeyType.NamedLists,
                "Who may hand over to whom; everybody to everybody if it is left out."
            ),
            new("limits", KeyType.Group, "Where the team stops.") { Group = Limits }
        );

    private static DefinitionKey Kind(string kind) =>
        new("kind", KeyType.Text, "What the file defines.") { Required = true, Words = [kind] };

    private static DefinitionKey Name() =>
        Text("name", "A word: letters, digits, '-', '_' or '.', a letter first.") with
        {
            Required = true,
        };

    private static DefinitionKey Text(string name, string about) => new(name, KeyType.Text, about);

    private static DefinitionKey Names(string name, string about) =>
        new(name, KeyType.Names, about);

    private static DefinitionKey Flag(string name, string about) => new(name, KeyType.Flag, about);

    private static DefinitionKey Usd(string name, KeyType type, string about) =>
        new(name, type, about) { Least = 0, Most = 1_000_000_000 };

    private static DefinitionKey Seconds(string name, string about) =>
        new(name, KeyType.Number, about) { Least = 0.1, Most = 86_400 };

    private static DefinitionKey Whole(string name, int least, int most, string about) =>
        new(name, KeyType.WholeNumber, about) { Least = least, Most = most };
}
