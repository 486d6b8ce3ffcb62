using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Whalepaper.Members;
using Whalepaper.Members.Accounts;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>What people are called, and what they are not.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("王")]
    [InlineData("X")]
    [InlineData("علی\u200cرضا")]
    [InlineData("ක්\u200dරිස්ටෝ")]
    [InlineData("山田 太郎")]
    [InlineData("山田　太郎")]
    [InlineData("محمد عبد الله")]
    [InlineData("مُحَمَّد")]
    [InlineData("דוד כהן")]
    [InlineData("שָׁלוֹם")]
    [InlineData("Nguyễn Văn Ánh")]
    [InlineData("Nguye\u0302\u0303n")]
    [InlineData("Ольга Иванова")]
    [InlineData("Ελένη")]
    [InlineData("நா.முத்துக்குமார்")]
    [InlineData("བསྟན་འཛིན་རྒྱ་མཚོ")]
    [InlineData("สมชาย น้ำ")]
    [InlineData("O’Brien-Smith, Jr.")]
    [InlineData("Ａｎｎａ")]
    [InlineData("Anna 🐳")]
    [InlineData("42")]
    [InlineData("𠮷野家")]
    public void A_name_that_others_can_read_is_one(string name) => Assert.Null(PersonName.Fault(name));

    [Fact]
    public void A_name_that_is_taken_for_another_is_none() => Assert.All(BadWords.Names, name => Assert.NotNull(PersonName.Fault(name)));

    [Theory, BothEngines]
    public async Task A_name_is_kept_as_it_is_written_without_the_blanks_around_it(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        var session = await house.SignInAsync("inner");
        foreach (var name in (string[])["محمد عبد الله", "דוד כהן", "王", "Anna 🐳", "𠮷野家"])
        {
            Assert.Equal("/me/profile?done=saved", (await session.SendAsync("PUT", "/me/profile", ("name", $" \u3000{name}\t "), ("readers", "everyone"))).Location);
            Assert.Equal(name, (await house.MemberAsync("inner")).Name);
            Assert.Contains(name, WebUtility.HtmlDecode((await session.GetAsync("/members/inner")).Text), StringComparison.Ordinal);
        }
    }

    [Theory, BothEngines]
    public async Task Nobody_is_found_under_anothers_handle(Engine engine)
    {
        await using var house = await Household.MoveInAsync(engine);
        string[] names = ["Anna Bell", "anna bell", "ANNA BELL", "Ａｎｎａ　Ｂｅｌｌ", "Anna\u00a0Bell", "Anna-Bell", "Anna.Bell", "𝐀𝐧𝐧𝐚 𝐁𝐞𝐥𝐥", "Анна", "анна", "王", "⼯王", "Zoë", "Zoe\u0308", "STRASSE", "İpek", "ipek", "ﬁn", "fin", "42", "４２"];
        foreach (var (name, number) in names.Select((name, number) => (name, number)))
        {
            await using var scope = house.Site.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<NewMember>().MakeAsync(name, $"namesake{number}@people.example", null, null, CancellationToken.None);
        }

        var handles = await house.Site.WithAsync(db => db.Members.Select(member => member.Handle).ToListAsync());
        Assert.Equal(handles.Count, handles.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        // Folded once more they are still as many: no two of them are one when they are compared with care.
        Assert.Equal(handles.Count, handles.Select(handle => NormalName.Of(handle)).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(["anna-bell", "anna-bell-2", "anna-bell-3"], handles.Where(handle => handle.StartsWith("anna-bell", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(3));
        foreach (var handle in handles)
            Assert.Equal(200, (await house.Visitor().GetAsync($"/members/{Uri.EscapeDataString(handle)}")).Number);
    }

    [Theory, BothEngines]
    public async Task Namesakes_who_come_at_the_same_moment_all_come_in(Engine engine)
    {
        await using var stage = await Stage.SetAsync(engine);
        var letters = new List<(Session Session, string Path)>();
        for (var n = 0; n < 6; n++)
        {
            var key = SecretKey.Make();
            await stage.Site.WithAsync(async db =>
            {
                db.Add(new Joining(SecretKey.Hash(key), "Anna Bell", $"anna{n}@people.example", Household.PasswordHash, stage.Site.Clock.GetCurrentInstant()));
                await db.SaveChangesAsync();
            });
            letters.Add((stage.Visitor(), $"/join/{key}"));
        }

        // Who is too late for a handle presses again, and has the next one.
        for (var round = 0; round < 6 && letters.Count > 0; round++)
        {
            var answers = await Task.WhenAll(letters.Select(async letter => (Letter: letter, Answer: await letter.Session.SendAsync("POST", letter.Path, ("password", Household.Password)))));
            Assert.All(answers, one => Assert.True(one.Answer.Location is "/me?done=joined" || one.Answer.Location == one.Letter.Path, $"{one.Answer.Number} {one.Answer.Location}"));
            letters = [.. answers.Where(one => one.Answer.Location == one.Letter.Path).Select(one => one.Letter)];
        }

        Assert.Empty(letters);
        Assert.Equal(["anna-bell", "anna-bell-2", "anna-bell-3", "anna-bell-4", "anna-bell-5", "anna-bell-6"], await stage.Site.WithAsync(db => db.Members.Where(member => member.Name == "Anna Bell").Select(member => member.Handle).OrderBy(handle => handle).ToListAsync()));
    }

    [Fact]
    public async Task Words_that_turn_around_are_kept_and_turn_nothing_else_around()
    {
        await using var house = await Household.MoveInAsync(Engine.Sqlite);
        var session = await house.SignInAsync("inner");
        Assert.Equal(303, (await session.SendAsync("PUT", "/me/profile", ("name", "Quokka"), ("bio", "\u202eevil\u2066"), ("interests", "\u202eevil"), ("readers", "everyone"))).Number);

        Assert.Equal("\u202eevil", (await house.MemberAsync("inner")).Interests);
        Assert.Equal(200, (await house.Visitor().GetAsync("/members/inner")).Number);
        Assert.Equal(200, (await session.GetAsync("/me/profile")).Number);
    }
}
