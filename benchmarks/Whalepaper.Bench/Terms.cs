namespace Whalepaper.Bench;

/// <summary>Under which terms is measured.</summary>
/// <param name="Program">The site, published for this kind of machine as an operator would.</param>
/// <param name="Empty">The empty web project's dll, published as it comes.</param>
/// <param name="Bench">Our own dll, which serves too.</param>
/// <param name="Work">A folder for data, gone afterwards.</param>
/// <param name="Report">Where the report goes; null for nowhere.</param>
/// <param name="Postgres">A PostgreSQL server to make databases on; null where there is none.</param>
/// <param name="Only">The letters of the laws to measure; null for all.</param>
/// <param name="Day">The day of the report.</param>
/// <param name="Quick">Short stretches and a smaller large group: for a look, not for the report.</param>
internal sealed record Terms(string Program, string Empty, string Bench, string Work, string? Report, string? Postgres, string? Only, bool Quick, string Day)
{
    /// <summary>How long one stretch of load takes.</summary>
    public TimeSpan Stretch => Quick ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(3);

    /// <summary>How often the compared things take turns; odd, so that there is one in the middle.</summary>
    public int Rounds => Quick ? 3 : 7;

    /// <summary>Papers of the small group.</summary>
    public const int Small = 300;

    /// <summary>Papers of the group that a page must not feel.</summary>
    public const int Large = 30_000;

    /// <summary>Papers of the smaller group that is searched.</summary>
    public const int Searched = 1_000;

    /// <summary>Papers of the largest group, which is imported and searched.</summary>
    public int Largest => Quick ? 20_000 : 100_000;

    /// <summary>How many members are told by one notice.</summary>
    public int Audience => Quick ? 20_000 : 100_000;

    /// <summary>How many members the smaller of two groups has that close a topic; the larger one has ten times as many.</summary>
    public int Closing => Quick ? 1_000 : 10_000;

    /// <summary>Where a mail server listens that takes everything, and the folder where it keeps it, as <c>smtp://host:port/folder</c>; null where there is none.</summary>
    public Uri? Mail { get; } = Environment.GetEnvironmentVariable("WHALEPAPER_BENCH_MAIL") is { Length: > 0 } address ? new Uri(address) : null;

    /// <summary>The engines to measure on: both, or the one that was asked for; SQLite alone where there is no server.</summary>
    public IReadOnlyList<BenchEngine> Engines { get; init; } = [];

    /// <summary>The core of the server and the core of the load.</summary>
    public Cores Cores { get; } = Cores.OfThisMachine(Environment.GetEnvironmentVariable("WHALEPAPER_BENCH_CORES") is { } count
        ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture)
        : 2);

    /// <summary>Whether a law is asked for.</summary>
    public bool Wants(char letter) => Only is null || Only.Contains(letter, StringComparison.Ordinal);

    /// <summary>Reads the command line that the script gives.</summary>
    public static Terms Read(string[] arguments)
    {
        string? After(string name) => Array.IndexOf(arguments, name) is var at and >= 0 && at + 1 < arguments.Length ? arguments[at + 1] : null;
        string Needed(string name) => After(name) ?? throw new ArgumentException($"{name} is missing: start this with ./bench.", nameof(arguments));
        var postgres = Environment.GetEnvironmentVariable("WHALEPAPER_BENCH_POSTGRES");
        return new Terms(
            Needed("--program"), Needed("--empty"), typeof(Terms).Assembly.Location, Needed("--work"), After("--report"),
            postgres, After("--only"), arguments.Contains("--quick", StringComparer.Ordinal), After("--day") ?? "an unknown day")
        {
            Engines = [.. Enum.GetValues<BenchEngine>().Where(engine => (engine is BenchEngine.Sqlite || postgres is not null) && (After("--engine") is not { } one || string.Equals($"{engine}", one, StringComparison.OrdinalIgnoreCase)))],
        };
    }
}
