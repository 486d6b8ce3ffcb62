using CsCheck;
using Whalepaper.Search;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.Search;

/// <summary>What is typed is text, and never a command to an engine.</summary>
public sealed class InjectionTests
{
    private static readonly string[] Typed =
    [
        "'", "\"", "''", "\"\"", "\\", "\\'", "';--", "'; DROP TABLE \"SearchIndex\"; --", "\" OR \"", "\") OR (\"a\"", "xlnet' | 'bert", "xlnet\" OR \"bert",
        "NEAR(xlnet bert)", "NEAR", "AND", "OR", "NOT", "xlnet AND", "NOT xlnet", "title:xlnet", "tokens : xlnet", "{title} : xlnet", "^xlnet", "-xlnet", "+xlnet",
        "xlnet*", "*", "* *", "xln%", "%", "_", "%%%", "xlnet:*", "xlnet:A", "!xlnet", "xlnet & bert", "xlnet <-> bert", "xlnet | !bert", "(", ")", "((((", "[xlnet]",
        "~xlnet", "=xlnet", "@190608237", "#5", "#5.0", "##5.0", "xlnet\0bert", "\0", "\u0001\u0002", "\ud800", "\udc00\ud800", "xlnet\ud83d", "\u202Exlnet",
        "$match0", "@match0", "?1", ":match0", "{0}", "%00", "<script>alert(1)</script>", "xlnet\r\nSet-Cookie: a=b", "😀", "　", "\u200b", "１９０６．０８２３７",
    ];

    [Theory, BothEngines]
    public async Task Nothing_typed_breaks_a_search_or_the_index(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        foreach (var typed in Typed.Concat([new string('a', 100_000), new string('推', 100_000), string.Join(' ', Enumerable.Range(0, 5_000)), new string('(', 5_000), new string('"', 5_000), string.Concat(Enumerable.Repeat("a-", 5_000))]))
            await database.FindAsync(typed);

        Assert.Equal("Paper: XLNet: Generalized Autoregressive Pretraining for Language Understanding", (await database.FindAsync("xlnet"))[0]);
        Assert.Equal(Whalepaper.Data.Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
    }

    [Theory, BothEngines]
    public async Task Signs_of_a_query_language_mean_nothing(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        var plain = await database.FindAsync("xlnet bert");
        foreach (var typed in (string[])["xlnet' | 'bert", "xlnet\" \"bert", "xlnet & bert", "xlnet | !bert", "(xlnet) -bert", "xlnet\0bert", "\"xlnet\" + \"bert\""])
            Assert.Equal(plain, await database.FindAsync(typed));
        Assert.Empty(await database.FindAsync("##"));
        Assert.Equal(await database.FindAsync("5"), await database.FindAsync("#5"));
        Assert.Empty(await database.FindAsync("%%%"));
    }

    [Theory, BothEngines]
    public async Task Any_title_is_stored_and_found(Engine engine)
    {
        await using var database = await Shelf.OpenAsync(engine);
        var titles = Typed.Where(typed => !string.IsNullOrWhiteSpace(typed) && (engine == Engine.Sqlite || IsText(typed))).ToList();
        titles.Add(new string('x', 20_000));
        titles.Add(string.Concat(Enumerable.Repeat("推荐系统 ", 5_000)));
        await database.WithAsync(async db =>
        {
            db.AddRange(titles.Select(title => Shelf.Shelved(title, database.Clock.GetCurrentInstant())));
            await db.SaveChangesAsync();
        });

        Assert.Equal(Whalepaper.Data.Severity.Fine, Assert.Single(await database.ExamineAsync()).Severity);
        Assert.Contains("Paper: xlnet' | 'bert", await database.FindAsync("xlnet bert"));
        Assert.NotEmpty(await database.FindAsync("推荐"));
    }

    [Theory, BothEngines]
    public async Task Any_text_can_be_looked_for(Engine engine)
    {
        await using var database = await Shelf.FilledAsync(engine);
        var typed = Gen.OneOf(Gen.String[0, 30], Gen.String[Gen.Char["ab '\"\\*:&|!()<->~=@#%_推荐\0\ud83d"], 0, 20]);
        await database.WithAsync(async db =>
        {
            await typed.SampleAsync(async text => await db.SearchAsync(SearchQuery.Read(text), Whalepaper.Members.Access.Actor.Visitor, default), iter: 300, threads: 1);
        });
    }

    private static bool IsText(string typed) => !typed.Contains('\0', StringComparison.Ordinal) && typed.EnumerateRunes().All(rune => rune.Value != 0xFFFD);
}
