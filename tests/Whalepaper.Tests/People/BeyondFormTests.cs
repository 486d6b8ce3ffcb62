using System.Text.RegularExpressions;
using Whalepaper.Tests.Data;
using Xunit;

namespace Whalepaper.Tests.People;

/// <summary>Fields that nobody asks for make no difference, whatever they are called.</summary>
public sealed partial class BeyondFormTests
{
    [Theory, BothEngines]
    public async Task What_is_posted_beyond_a_form_leaves_the_house_as_it_would_be_without(Engine engine)
    {
        await using var plain = await Stage.SetAsync(engine);
        await using var beyond = await Stage.SetAsync(engine);
        var mapped = MappedCommand.Of(plain.Site).ToDictionary(command => command.Name, StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var form in HouseForm.All)
        {
            var more = BadWords.Beyond.Where(one => mapped[form.Name].Fields.All(field => !string.Equals(field.Name, one.Name, StringComparison.OrdinalIgnoreCase)));
            var (one, other) = (await form.FillAsync(plain), await form.FillAsync(beyond));
            var expected = await one.SendAsync(form.Method);
            var answer = await other.SendAsync(form.Method, await other.Session.TokenAsync(), [.. other.Fields, .. more]);
            // That it goes well is what makes all other tests of bad forms mean something.
            if (expected.Number is not (200 or 303) || expected.Location == one.Path)
                faults.Add($"{form}: {expected.Number} {expected.Location}");
            if ((Plain(expected.Location), expected.Status) != (Plain(answer.Location), answer.Status))
                faults.Add($"{form}: {answer.Number} {answer.Location} instead of {expected.Number} {expected.Location}");
            var (wanted, found) = (await Inventory.TakeAsync(one.Session.Site, alike: true), await Inventory.TakeAsync(other.Session.Site, alike: true));
            if (!wanted.SequenceEqual(found, StringComparer.Ordinal))
                faults.Add($"{form}: {Inventory.Difference(wanted, found)}");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // A key in an address is another each time.
    private static string Plain(string? location) => Key().Replace(location ?? "", "");

    [GeneratedRegex("[A-Za-z0-9_-]{22,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();
}
