namespace SkRouter.Cli.Commands.Serve;

/// <summary>The section <c>Server</c> of the file: what is about the host and not about routing.</summary>
internal sealed class ServeSettings
{
    public const string Section = "Server";

    /// <summary>Where it listens; this machine only unless said otherwise.</summary>
    public IList<string> Urls { get; } = [];

    /// <summary>The ledger's file; relative to the folder of the configuration file.</summary>
    public string? Ledger { get; set; }

    /// <summary>When a round trip counts as recorded.</summary>
    public SkRouter.Ledger.Sqlite.Durability Durability { get; set; } =
        SkRouter.Ledger.Sqlite.Durability.Committed;

    /// <summary>After how many days records are deleted; null keeps everything.</summary>
    public int? RetentionDays { get; set; }

    /// <summary>For how many days responses of <c>/v1/responses</c> are stored unless a request says <c>store: false</c>; 0 stores none.</summary>
    public int StoreResponsesDays { get; set; } = 30;

    /// <summary>Never serve without keys: no first key is made at the start, and <c>--no-auth</c> is refused.</summary>
    public bool RequireKey { get; set; }

    /// <summary>Roles whose answers are kept for the same request, and for how long.</summary>
    public IDictionary<string, TimeSpan> Cache { get; } =
        new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>A folder of role files; relative to the folder of the configuration file.</summary>
    public string? Agents { get; set; }

    /// <summary>How long requests may go on after the process was asked to stop, in seconds.</summary>
    public int DrainSeconds { get; set; } = 30;

    /// <summary>How long a client may take over a request's headers, send its body in drops, or take nothing of its stream, in seconds.</summary>
    public int SlowClientSeconds { get; set; } = 30;
}
