namespace Whalepaper.Talks;

/// <summary>One of the parts that every talk must cover (必须分享内容).</summary>
public sealed class OutlinePart
{
    private OutlinePart()
    {
    }

    /// <summary>Asks for a part.</summary>
    /// <param name="position">Its place in the talk, from 0.</param>
    /// <param name="title">What it is about.</param>
    /// <param name="minimumMinutes">The least time it should take, in minutes; null for no bound.</param>
    /// <param name="maximumMinutes">The most time it should take, in minutes; null for no bound.</param>
    public OutlinePart(int position, string title, int? minimumMinutes = null, int? maximumMinutes = null)
    {
        Position = position;
        Ask(title, minimumMinutes, maximumMinutes);
    }

    /// <summary>The database's number.</summary>
    public int Id { get; private set; }

    /// <summary>Its place in the talk, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>What it is about.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The least time it should take, in minutes.</summary>
    public int? MinimumMinutes { get; private set; }

    /// <summary>The most time it should take, in minutes.</summary>
    public int? MaximumMinutes { get; private set; }

    /// <summary>Whether it is about code, and so wants a link to it or a file of it: its title says so.</summary>
    public bool WantsCode => Title.Contains("代码", StringComparison.Ordinal) || Title.Contains("代碼", StringComparison.Ordinal)
        || Title.Contains("源码", StringComparison.Ordinal) || Title.Contains("code", StringComparison.OrdinalIgnoreCase);

    /// <summary>Changes what is asked for.</summary>
    /// <exception cref="ArgumentException">No title, a negative bound, or a least time above the most.</exception>
    public void Ask(string title, int? minimumMinutes, int? maximumMinutes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        if (minimumMinutes < 0 || maximumMinutes < 0 || minimumMinutes > maximumMinutes)
            throw new ArgumentException($"{minimumMinutes} to {maximumMinutes} minutes is no span of time.", nameof(minimumMinutes));
        Title = title;
        MinimumMinutes = minimumMinutes;
        MaximumMinutes = maximumMinutes;
    }

    /// <summary>Moves it in the talk.</summary>
    public void MoveTo(int position) => Position = position;
}
