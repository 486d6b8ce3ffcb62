namespace Whalepaper.Improving.Retrospectives;

/// <summary>What is asked: the same in every look back, so that topics can be compared. The words are in the texts, under these names.</summary>
internal static class Questions
{
    /// <summary>The questions that are answered by a number, in the order in which they are counted.</summary>
    public static readonly IReadOnlyList<string> Scales = ["learned", "organised", "joined"];

    /// <summary>How often a question was answered by a number, from 1.</summary>
    public static int Count(this Retrospective retrospective, int question, int score) => retrospective.Counts[(question * AnswerSheet.Highest) + score - 1];

    /// <summary>What a question was answered on the average.</summary>
    public static decimal Mean(this Retrospective retrospective, int question)
    {
        var counts = Enumerable.Range(1, AnswerSheet.Highest).Select(score => (Score: score, Count: retrospective.Count(question, score))).ToList();
        return Math.Round((decimal)counts.Sum(one => one.Score * one.Count) / Math.Max(1, counts.Sum(one => one.Count)), 1, MidpointRounding.AwayFromZero);
    }
}
