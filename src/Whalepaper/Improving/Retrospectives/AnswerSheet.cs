using System.Security.Cryptography;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>What somebody answers, without a name.</summary>
public sealed class AnswerSheet
{
    /// <summary>How many questions are answered by a number.</summary>
    public const int Questions = 3;

    /// <summary>The highest of these numbers; the lowest is 1.</summary>
    public const int Highest = 5;

    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int TextMaximum = 600;

    /// <summary>Fills one in.</summary>
    /// <param name="scores">A number for each question, from 1 to <see cref="Highest"/>.</param>
    /// <param name="keep">What should stay; may be empty.</param>
    /// <param name="change">What should change; may be empty.</param>
    /// <exception cref="ArgumentException">Not one number for each question, or out of bounds.</exception>
    public AnswerSheet(IReadOnlyList<int> scores, string? keep, string? change)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count != Questions || scores.Any(score => score is < 1 or > Highest))
            throw new ArgumentException("A number for each question.", nameof(scores));
        (Scores, Keep, Change) = ([.. scores], keep?.Trim() ?? "", change?.Trim() ?? "");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Keep.Length, TextMaximum, nameof(keep));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Change.Length, TextMaximum, nameof(change));
    }

    /// <summary>A number for each question.</summary>
    public IReadOnlyList<int> Scores { get; }

    /// <summary>What should stay; empty for nothing.</summary>
    public string Keep { get; }

    /// <summary>What should change; empty for nothing.</summary>
    public string Change { get; }

    /// <summary>How often each question was answered by each number, question after question.</summary>
    public static List<int> Count(IReadOnlyCollection<AnswerSheet> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        var counts = new int[Questions * Highest];
        foreach (var sheet in sheets)
        {
            for (var question = 0; question < Questions; question++)
                counts[(question * Highest) + sheet.Scores[question] - 1]++;
        }

        return [.. counts];
    }

    /// <summary>The texts that say something, in an order drawn by lot: where in it one stands tells nothing.</summary>
    public static List<string> Shuffled(IEnumerable<string> texts)
    {
        string[] said = [.. texts.Where(text => text.Length > 0)];
        RandomNumberGenerator.Shuffle(said.AsSpan());
        return [.. said];
    }
}
