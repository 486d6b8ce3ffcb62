using Whalepaper.Charter;

namespace Whalepaper.Fuzz;

/// <summary>The document of a group: its bytes, its text, what it says, and how it is written again.</summary>
internal static class CharterTarget
{
    public static void Run(byte[] bytes)
    {
        string text;
        try
        {
            text = CharterEncoding.Read(bytes).Text;
        }
        catch (CharterUnreadableException refused)
        {
            Targets.Require(refused.Line >= 0, "a refusal names a line");
            return;
        }

        var document = CharterReader.Read(text);
        Targets.Require(string.Equals(document.Write(), text, StringComparison.Ordinal), "reading loses nothing");
        Targets.Require(string.Equals(CharterWriter.Write(document, document.Facts), text, StringComparison.Ordinal), "writing what it says changes nothing");
        Targets.Require(document.Remarks.All(remark => remark.Line >= 1 && remark.Line <= document.Lines.Count), "a doubt names a line that is there");
        var report = new ImportReport("UTF-8", document.Lines.Count, document.Understood, document.Remarks);
        Targets.Require(report.Prose >= 0, "a line is understood, doubtful or prose");
        Live(document);
    }

    // What the group does between two exports: it takes another name, talks are given, papers come and go.
    private static void Live(CharterDocument document)
    {
        var facts = document.Facts;
        var lived = facts with
        {
            Name = facts.Name is null ? null : facts.Name + " & 读书会",
            Topics = [.. facts.Topics.Select(topic => topic with { Lists = [.. topic.Lists.Select(list => list with { Entries = [.. list.Entries.Where((_, n) => n % 3 != 2).Select(entry => entry with { Presenters = ["杨夕"] })] })] })],
        };
        var written = CharterWriter.Write(document, lived);
        var again = CharterReader.Read(written);
        Targets.Require(string.Equals(again.Write(), written, StringComparison.Ordinal), "what is written is read without a loss");
    }
}
