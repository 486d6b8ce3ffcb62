using Whalepaper.Meetings;
using Xunit;

namespace Whalepaper.Tests.Meetings;

/// <summary>Invitations as Tencent Meeting and Zoom copy them, in both languages, and what else people paste.</summary>
public sealed class JoinTextTests
{
    private const string Tencent = """
        杨夕 邀请您参加腾讯会议
        会议主题：NLP 论文分享
        会议时间：2026/11/28 21:30-23:00 (GMT+08:00) 中国标准时间 - 北京

        点击链接直接加入会议：
        https://meeting.tencent.com/dm/aBcDeFgHiJ12

        #腾讯会议：123-456-789
        会议密码：2021

        复制该信息，打开手机腾讯会议即可参与
        """;

    private const string TencentEnglish = """
        Yang Xi invites you to a Tencent Meeting
        Topic: Paper sharing
        Time: 2026/11/28 21:30-23:00 (GMT+08:00)
        Click the link to join the meeting: https://meeting.tencent.com/dm/aBcDeFgHiJ12.
        #Tencent Meeting: 987-654-321
        Meeting Password: abcD12
        """;

    private const string Zoom = """
        Ada is inviting you to a scheduled Zoom meeting.

        Topic: Vision
        Time: Nov 28, 2026 08:30 PM
        Add to calendar: https://us02web.zoom.us/meeting/tZ0/ics?icsToken=abc

        Join Zoom Meeting
        https://us02web.zoom.us/j/81234567890?pwd=aGVsbG8.1

        Meeting ID: 812 3456 7890
        Passcode: whale-21

        ---
        One tap mobile
        +16699006833,,81234567890#,,,,*123456# US (San Jose)
        Find your local number: https://us02web.zoom.us/u/kabc
        """;

    private const string ZoomChinese = """
        鲸读会 邀请您参加预先安排的 Zoom 会议。
        加入 Zoom 会议
        https://zoom.us/j/99911122233

        会议号：999 1112 2233
        密码：314159
        """;

    [Theory]
    [InlineData(Tencent, "https://meeting.tencent.com/dm/aBcDeFgHiJ12", "123-456-789", "2021", JoinPlace.Tencent)]
    [InlineData(TencentEnglish, "https://meeting.tencent.com/dm/aBcDeFgHiJ12", "987-654-321", "abcD12", JoinPlace.Tencent)]
    [InlineData(Zoom, "https://us02web.zoom.us/j/81234567890?pwd=aGVsbG8.1", "812 3456 7890", "whale-21", JoinPlace.Zoom)]
    [InlineData(ZoomChinese, "https://zoom.us/j/99911122233", "999 1112 2233", "314159", JoinPlace.Zoom)]
    [InlineData("https://us02web.zoom.us/j/81234567890", "https://us02web.zoom.us/j/81234567890", "81234567890", null, JoinPlace.Zoom)]
    [InlineData("meeting.tencent.com/dm/abc", "https://meeting.tencent.com/dm/abc", null, null, JoinPlace.Tencent)]
    [InlineData("（腾讯会议）#腾讯会议：１２３－４５６－７８９", null, "123-456-789", null, JoinPlace.Other)]
    [InlineData("123 456 789", null, "123 456 789", null, JoinPlace.Other)]
    [InlineData("请进：https://meet.example.org/鲸读会。谢谢", "https://meet.example.org/鲸读会", null, null, JoinPlace.Other)]
    [InlineData("会议号：123 456 789，主持人密码：999999，会议密码：1", null, "123 456 789", "1", JoinPlace.Other)]
    public void Whole_invitations_tell_the_way_in(string pasted, string? url, string? number, string? passcode, JoinPlace place)
    {
        var read = JoinText.Read(pasted);

        Assert.Equal((url, number, passcode, place), (read?.Url, read?.Number, read?.Passcode, read!.Place));
        var lines = pasted.ReplaceLineEndings("\r\n");
        Assert.Equal(read, JoinText.Read(lines));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("今晚九点半见，老地方。2026-11-28")]
    [InlineData("javascript:alert(1)")]
    [InlineData("会议密码：1234")]
    [InlineData("https://a:b@zoom.us/j/1")]
    public void What_tells_of_no_way_is_none(string? pasted) => Assert.Null(JoinText.Read(pasted));

    [Fact]
    public void What_is_long_is_read_soon_or_not_at_all()
    {
        Assert.Null(JoinText.Read(new string('1', JoinText.Maximum + 1)));
        foreach (var piece in (string[])["会议号", "密码：", "1 ", "https://", "zoom.us/", "a-"])
            JoinText.Read(string.Concat(Enumerable.Repeat(piece, JoinText.Maximum / piece.Length)));
    }
}
