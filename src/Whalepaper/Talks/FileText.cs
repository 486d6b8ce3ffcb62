using NodaTime;
using Whalepaper.Files;

namespace Whalepaper.Talks;

/// <summary>How far the reading of a document is.</summary>
public enum TextState
{
    /// <summary>It waits to be read.</summary>
    Wanted,

    /// <summary>It was read.</summary>
    Read,

    /// <summary>It cannot be read, and will not be tried again.</summary>
    Failed,
}

/// <summary>What is said in a document, as far as it was read. The reading has a row of its own, so that nothing else has to load its text.</summary>
public sealed class FileText
{
    /// <summary>How often a reading is begun at most: what brings the program down must not do so for ever.</summary>
    public const int MostTries = 3;

    /// <summary>The most text that is kept, in UTF-16 units.</summary>
    public const int Maximum = 200_000;

    /// <summary>How long a reading has until another copy of the program may take it over.</summary>
    public static readonly Duration Lease = Duration.FromMinutes(5);

    private FileText()
    {
    }

    internal FileText(Instant wantedAt) => NotBefore = wantedAt;

    /// <summary>The material's database number.</summary>
    public int MaterialId { get; private set; }

    /// <summary>How far the reading is.</summary>
    public TextState State { get; private set; }

    /// <summary>How often it was begun.</summary>
    public int Tries { get; private set; }

    /// <summary>Before then, nobody begins.</summary>
    public Instant NotBefore { get; private set; }

    /// <summary>What was read; null until then.</summary>
    public string? Text { get; private set; }

    /// <summary>Why it could not be; null if it could.</summary>
    public TextFault? Fault { get; private set; }

    /// <summary>Counts changes: of two who begin at once, one does.</summary>
    public int Version { get; private set; }

    /// <summary>Begins a reading, which nobody else begins until the lease is over.</summary>
    /// <returns>False if it was begun too often, and is given up.</returns>
    public bool Begin(Instant now)
    {
        if (State is not TextState.Wanted || now < NotBefore)
            throw new InvalidOperationException("This is not waiting to be read.");
        if (Tries >= MostTries)
        {
            Fail(TextFault.Missing);
            return false;
        }

        Tries++;
        NotBefore = now + Lease;
        return true;
    }

    /// <summary>Keeps what was read.</summary>
    public void Finish(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (State, Text, Fault) = (TextState.Read, text.Length <= Maximum ? text : text[..(char.IsHighSurrogate(text[Maximum - 1]) ? Maximum - 1 : Maximum)], null);
    }

    /// <summary>Gives up.</summary>
    public void Fail(TextFault fault) => (State, Text, Fault) = (TextState.Failed, null, fault);
}
