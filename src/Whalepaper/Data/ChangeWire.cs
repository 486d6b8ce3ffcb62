using System.Collections.Concurrent;
using System.Data.Common;
using System.Text;

namespace Whalepaper.Data;

/// <summary>
/// Tells the other copies of the program what changed, through the PostgreSQL that they share. It is said in the transaction of the change: the server
/// passes it on with the commit, and nobody hears of what was undone. A copy that knows itself alone says nothing, and a save costs it nothing; until it
/// has listened for <see cref="Settling"/> and heard no other, it does not know.
/// </summary>
internal sealed class ChangeWire(DataSettings settings, TimeProvider time)
{
    /// <summary>The name under which the server passes it on.</summary>
    public const string Name = "whalepaper_changes";

    /// <summary>How long a copy listens before it believes to be alone.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    // The server takes less than 8,000 bytes at a time.
    private const int Longest = 7_900;
    private const char Break = '\n';
    private const string Hello = "+";
    private const string Farewell = "-";

    // What no copy waits for: it stands on no kept page, and nobody acts on it.
    private static readonly string[] unheard = [ChangeTags.Texts, ChangeTags.Proposals, ChangeTags.Participation];

    private readonly ConcurrentDictionary<string, byte> _others = new(StringComparer.Ordinal);
    private long _listeningSince = NotListening;

    private const long NotListening = -1;

    /// <summary>The name of this copy, other than that of any other. No secret, so it needs no source of secrets, which a start would have to wake up.</summary>
    public string Copy { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether no other copy works on the same data, as far as can be told.</summary>
    public bool IsAlone => Interlocked.Read(ref _listeningSince) is >= 0 and var since && _others.IsEmpty && time.GetElapsedTime(since) > Settling;

    /// <summary>Whether this copy listens, as far as can be told.</summary>
    public bool IsListening => Interlocked.Read(ref _listeningSince) >= 0;

    /// <summary>What a copy says that begins to listen.</summary>
    public string Greeting => $"{Copy}{Break}{Hello}";

    /// <summary>What a copy says that ends.</summary>
    public string Parting => $"{Copy}{Break}{Farewell}";

    /// <summary>What is said of changes; null if nobody waits for any of them. Too many to be named are all.</summary>
    public string? Saying(IReadOnlyCollection<string> tags)
    {
        var heard = tags.Except(unheard, StringComparer.Ordinal).ToList();
        if (heard.Count == 0)
            return null;
        var said = string.Join(Break, heard.Prepend(Copy));
        return Encoding.UTF8.GetByteCount(said) < Longest ? said : $"{Copy}{Break}{ChangeTags.Everything}";
    }

    /// <summary>Says within a transaction, right before it is committed, what it changed.</summary>
    public async ValueTask TellAsync(DbTransaction transaction, IReadOnlyCollection<string> tags, CancellationToken cancellation)
    {
        if (!settings.IsPostgres || IsAlone || Saying(tags) is not { } said)
            return;
        var command = transaction.Connection!.CreateCommand();
        await using (command)
        {
            command.Transaction = transaction;
            command.CommandText = $"SELECT pg_notify('{Name}', @said)";
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("said", said);
            command.Parameters.Add(parameter);
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Takes what was said.</summary>
    /// <param name="said">It, as the server passed it on.</param>
    /// <param name="tags">Where what changed is gathered.</param>
    /// <returns>Whether a copy greeted, which has to be answered: see <see cref="ChangeWireReader"/>.</returns>
    public bool Take(string said, HashSet<string> tags)
    {
        var parts = said.Split(Break);
        if (parts is not [var copy, _, ..] || string.Equals(copy, Copy, StringComparison.Ordinal))
            return false;
        if (parts is [_, Farewell])
        {
            _others.TryRemove(copy, out _);
            return false;
        }

        _others[copy] = 0;
        if (parts is [_, Hello])
            return true;
        foreach (var tag in parts.Skip(1))
            tags.UnionWith(string.Equals(tag, ChangeTags.Everything, StringComparison.Ordinal) ? ChangeTags.All : [tag]);
        return false;
    }

    /// <summary>Notes that this copy listens from now on.</summary>
    public void Listen() => Interlocked.Exchange(ref _listeningSince, time.GetTimestamp());

    /// <summary>Notes that it listens no longer: somebody may come meanwhile, so it tells everything.</summary>
    public void Lose() => Interlocked.Exchange(ref _listeningSince, NotListening);
}
