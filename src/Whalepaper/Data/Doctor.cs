using System.Globalization;

namespace Whalepaper.Data;

/// <summary>How bad a finding is.</summary>
public enum Severity
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Works, but somebody should look.</summary>
    Warning,

    /// <summary>Data or set-up is wrong.</summary>
    Broken,
}

/// <summary>What an examination found.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="What">What was examined and found, in words.</param>
/// <param name="Remedy">What to do, or what a repair does; null where nothing is needed.</param>
/// <param name="Repair">Mends it; null where only a person can.</param>
public sealed record Finding(Severity Severity, string What, string? Remedy = null, Func<CancellationToken, Task>? Repair = null);

/// <summary>One thing that must hold, examined by <c>doctor</c>. A room adds its own.</summary>
public interface IExamination
{
    /// <summary>Looks, and changes nothing.</summary>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation);
}

/// <summary>Examines the engine, the runtime and, through every <see cref="IExamination"/>, the rules that the data must keep.</summary>
public sealed class Doctor(WhalepaperDb db, DatabaseSetup setup, IEnumerable<IExamination> examinations)
{
    /// <summary>The newest runtime with holes that are known: from the next patch on there is nothing to say.</summary>
    private static readonly Version LastWithKnownHoles = new(10, 0, 12);

    /// <summary>Everything that was found, the fine things too, so that a reader sees what was looked at.</summary>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation = default)
    {
        var findings = new List<Finding> { Runtime(Environment.Version) };
        if (!await db.Database.CanConnectAsync(cancellation))
            return [.. findings, new(Severity.Broken, "The database does not answer.", "Check --data, --database and that the server runs.")];
        var pending = await setup.PendingAsync(cancellation);
        if (pending.Count > 0)
            return [.. findings, new(Severity.Broken, $"Migrations are missing: {string.Join(", ", pending)}.", "Run 'whalepaper migrate'.")];
        findings.Add(new(Severity.Fine, "Every migration has run."));
        findings.AddRange(await EngineHealth.ExamineAsync(db, cancellation));
        foreach (var examination in examinations)
            findings.AddRange(await examination.ExamineAsync(cancellation));
        return findings;
    }

    internal static Finding Runtime(Version version) => version <= LastWithKnownHoles
        ? new(Severity.Warning, $"The .NET runtime {version.ToString(3)} has known security holes.", "Install the newest patch of .NET 10; if the program was published with its .NET, publish it again.")
        : new(Severity.Fine, string.Create(CultureInfo.InvariantCulture, $"The .NET runtime is {version.ToString(3)}."));
}
