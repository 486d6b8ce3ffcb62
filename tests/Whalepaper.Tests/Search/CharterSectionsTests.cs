using Whalepaper.Search;
using Xunit;

namespace Whalepaper.Tests.Search;

public sealed class CharterSectionsTests
{
    [Fact]
    public void A_table_of_contents_is_no_section()
    {
        var sections = CharterSections.Read("# 鲸鱼\n\n## 目录\n\n- [流入机制](#流入机制)\n  - [流出机制](#流出机制)\n\n## 流入机制\n\n先试讲。\n\n### 流出机制\n\n期末结算。\n");

        Assert.Equal(["鲸鱼", "流入机制", "流出机制"], sections.Select(section => section.Title));
    }

    [Fact]
    public void Words_above_a_table_of_contents_stay_and_its_lines_go()
    {
        var sections = CharterSections.Read("# Whale\n\nWe read papers.\n\n- [Joining](#joining)\n- [Leaving](#leaving)\n\n## Joining\n\nGive a talk.\n\n## Leaving\n\nSay goodbye.\n");

        Assert.Equal("We read papers.", sections[0].Text);
        Assert.Equal(["Whale", "Joining", "Leaving"], sections.Select(section => section.Title));
    }
}
