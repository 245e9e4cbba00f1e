(module
  (type (;0;) (func (param i32 i32 i32 f64 i32) (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32 i32 f64 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 i32 i32 f64 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    local.get 0
    i32.load offset=16
    local.set 10
    local.get 0
    i32.load offset=20
    local.set 11
    local.get 0
    i32.load offset=8
    local.set 12
    local.get 0
    i32.load offset=12
    local.set 13
    local.get 0
    i32.load offset=4
    local.set 8
    local.get 0
    i32.load
    local.set 6
    local.get 6
    v128.load64_splat
    local.set 39
    v128.const i32x4 0x00000000 0xbff00000 0x00000000 0xbff00000
    local.set 40
    v128.const i32x4 0x47ae147b 0x3f847ae1 0x47ae147b 0x3f847ae1
    local.set 41
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3ff00000
    local.set 42
    v128.const i32x4 0x00000000 0xc0590000 0x00000000 0xc0590000
    local.set 43
    local.get 39
    local.get 43
    f64x2.mul
    local.set 44
    v128.const i32x4 0x00000000 0x40863000 0x00000000 0x40863000
    local.set 45
    local.get 45
    local.get 44
    f64x2.lt
    local.set 46
    local.get 45
    local.get 44
    local.get 46
    v128.bitselect
    local.set 47
    v128.const i32x4 0x00000000 0xc0875000 0x00000000 0xc0875000
    local.set 48
    local.get 47
    local.get 48
    f64x2.lt
    local.set 49
    local.get 48
    local.get 47
    local.get 49
    v128.bitselect
    local.set 50
    v128.const i32x4 0x652b82fe 0x3ff71547 0x652b82fe 0x3ff71547
    local.set 51
    local.get 50
    local.get 51
    f64x2.mul
    local.set 52
    v128.const i32x4 0x00000000 0x3fe00000 0x00000000 0x3fe00000
    local.set 53
    local.get 52
    local.get 53
    f64x2.add
    local.set 54
    local.get 54
    f64x2.floor
    local.set 55
    v128.const i32x4 0xfee00000 0x3fe62e42 0xfee00000 0x3fe62e42
    local.set 56
    local.get 55
    local.get 56
    f64x2.mul
    local.set 57
    local.get 50
    local.get 57
    f64x2.sub
    local.set 58
    v128.const i32x4 0x35793c76 0x3dea39ef 0x35793c76 0x3dea39ef
    local.set 59
    local.get 55
    local.get 59
    f64x2.mul
    local.set 60
    local.get 58
    local.get 60
    f64x2.sub
    local.set 61
    local.get 61
    local.get 61
    f64x2.mul
    local.set 62
    v128.const i32x4 0x5555552d 0x3fc55555 0x5555552d 0x3fc55555
    local.set 63
    v128.const i32x4 0x16bd9fb6 0xbf66c16c 0x16bd9fb6 0xbf66c16c
    local.set 64
    local.get 62
    local.get 64
    f64x2.mul
    local.set 65
    local.get 63
    local.get 65
    f64x2.add
    local.set 66
    v128.const i32x4 0xac079973 0x3f11566a 0xac079973 0x3f11566a
    local.set 67
    v128.const i32x4 0xa96576c2 0xbebbbd3a 0xa96576c2 0xbebbbd3a
    local.set 68
    local.get 62
    local.get 68
    f64x2.mul
    local.set 69
    local.get 67
    local.get 69
    f64x2.add
    local.set 70
    local.get 62
    local.get 62
    f64x2.mul
    local.set 71
    v128.const i32x4 0x751b82e6 0x3e66348e 0x751b82e6 0x3e66348e
    local.set 72
    local.get 71
    local.get 72
    f64x2.mul
    local.set 73
    local.get 70
    local.get 73
    f64x2.add
    local.set 74
    local.get 71
    local.get 74
    f64x2.mul
    local.set 75
    local.get 66
    local.get 75
    f64x2.add
    local.set 76
    local.get 62
    local.get 76
    f64x2.mul
    local.set 77
    local.get 61
    local.get 77
    f64x2.sub
    local.set 78
    local.get 61
    local.get 78
    f64x2.mul
    local.set 79
    v128.const i32x4 0x00000000 0x40000000 0x00000000 0x40000000
    local.set 80
    local.get 80
    local.get 78
    f64x2.sub
    local.set 81
    local.get 79
    local.get 81
    f64x2.div
    local.set 82
    local.get 82
    local.get 60
    f64x2.sub
    local.set 83
    local.get 58
    local.get 83
    f64x2.add
    local.set 84
    local.get 42
    local.get 84
    f64x2.add
    local.set 85
    local.get 53
    local.get 55
    f64x2.mul
    local.set 86
    local.get 86
    f64x2.floor
    local.set 87
    local.get 87
    v128.const i32x4 0x000003ff 0x43380000 0x000003ff 0x43380000
    f64x2.add
    i32.const 52
    i64x2.shl
    local.set 88
    local.get 85
    local.get 88
    f64x2.mul
    local.set 89
    local.get 55
    local.get 87
    f64x2.sub
    local.set 90
    local.get 90
    v128.const i32x4 0x000003ff 0x43380000 0x000003ff 0x43380000
    f64x2.add
    i32.const 52
    i64x2.shl
    local.set 91
    local.get 89
    local.get 91
    f64x2.mul
    local.set 92
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 93
    v128.const i32x4 0x00000000 0x3f500000 0x00000000 0x3f500000
    local.set 94
    local.get 44
    f64x2.abs
    local.set 95
    local.get 94
    local.get 95
    f64x2.le
    local.set 96
    block  ;; label = @1
      loop  ;; label = @2
        local.get 1
        local.get 2
        i32.ge_u
        br_if 1 (;@1;)
        local.get 1
        i32.const 128
        i32.mul
        local.set 5
        local.get 10
        local.get 5
        i32.add
        v128.load
        local.set 97
        local.get 10
        local.get 5
        i32.add
        v128.load offset=16
        local.set 98
        local.get 10
        local.get 5
        i32.add
        v128.load offset=32
        local.set 99
        local.get 10
        local.get 5
        i32.add
        v128.load offset=48
        local.set 100
        local.get 10
        local.get 5
        i32.add
        v128.load offset=64
        local.set 101
        local.get 10
        local.get 5
        i32.add
        v128.load offset=80
        local.set 102
        local.get 10
        local.get 5
        i32.add
        v128.load offset=96
        local.set 103
        local.get 10
        local.get 5
        i32.add
        v128.load offset=112
        local.set 104
        local.get 97
        f64x2.neg
        local.set 105
        local.get 98
        f64x2.neg
        local.set 106
        local.get 99
        f64x2.neg
        local.set 107
        local.get 100
        f64x2.neg
        local.set 108
        local.get 101
        f64x2.neg
        local.set 109
        local.get 102
        f64x2.neg
        local.set 110
        local.get 103
        f64x2.neg
        local.set 111
        local.get 104
        f64x2.neg
        local.set 112
        local.get 105
        local.get 40
        f64x2.div
        local.set 113
        local.get 106
        local.get 40
        f64x2.div
        local.set 114
        local.get 107
        local.get 40
        f64x2.div
        local.set 115
        local.get 108
        local.get 40
        f64x2.div
        local.set 116
        local.get 109
        local.get 40
        f64x2.div
        local.set 117
        local.get 110
        local.get 40
        f64x2.div
        local.set 118
        local.get 111
        local.get 40
        f64x2.div
        local.set 119
        local.get 112
        local.get 40
        f64x2.div
        local.set 120
        local.get 96
        i64x2.all_true
        i32.eqz
        if  ;; label = @3
          local.get 0
          local.get 8
          i32.store offset=4
          local.get 1
          return
        end
        local.get 11
        local.get 5
        i32.add
        v128.load
        local.set 15
        local.get 11
        local.get 5
        i32.add
        v128.load offset=16
        local.set 16
        local.get 11
        local.get 5
        i32.add
        v128.load offset=32
        local.set 17
        local.get 11
        local.get 5
        i32.add
        v128.load offset=48
        local.set 18
        local.get 11
        local.get 5
        i32.add
        v128.load offset=64
        local.set 19
        local.get 11
        local.get 5
        i32.add
        v128.load offset=80
        local.set 20
        local.get 11
        local.get 5
        i32.add
        v128.load offset=96
        local.set 21
        local.get 11
        local.get 5
        i32.add
        v128.load offset=112
        local.set 22
        local.get 12
        local.get 5
        i32.add
        v128.load
        local.set 23
        local.get 12
        local.get 5
        i32.add
        v128.load offset=16
        local.set 24
        local.get 12
        local.get 5
        i32.add
        v128.load offset=32
        local.set 25
        local.get 12
        local.get 5
        i32.add
        v128.load offset=48
        local.set 26
        local.get 12
        local.get 5
        i32.add
        v128.load offset=64
        local.set 27
        local.get 12
        local.get 5
        i32.add
        v128.load offset=80
        local.set 28
        local.get 12
        local.get 5
        i32.add
        v128.load offset=96
        local.set 29
        local.get 12
        local.get 5
        i32.add
        v128.load offset=112
        local.set 30
        local.get 3
        local.set 14
        local.get 4
        local.set 7
        loop  ;; label = @3
          local.get 15
          local.get 113
          f64x2.sub
          local.set 121
          local.get 16
          local.get 114
          f64x2.sub
          local.set 122
          local.get 17
          local.get 115
          f64x2.sub
          local.set 123
          local.get 18
          local.get 116
          f64x2.sub
          local.set 124
          local.get 19
          local.get 117
          f64x2.sub
          local.set 125
          local.get 20
          local.get 118
          f64x2.sub
          local.set 126
          local.get 21
          local.get 119
          f64x2.sub
          local.set 127
          local.get 22
          local.get 120
          f64x2.sub
          local.set 128
          local.get 92
          local.get 121
          f64x2.mul
          local.set 121
          local.get 92
          local.get 122
          f64x2.mul
          local.set 122
          local.get 92
          local.get 123
          f64x2.mul
          local.set 123
          local.get 92
          local.get 124
          f64x2.mul
          local.set 124
          local.get 92
          local.get 125
          f64x2.mul
          local.set 125
          local.get 92
          local.get 126
          f64x2.mul
          local.set 126
          local.get 92
          local.get 127
          f64x2.mul
          local.set 127
          local.get 92
          local.get 128
          f64x2.mul
          local.set 128
          local.get 113
          local.get 121
          f64x2.add
          local.set 121
          local.get 114
          local.get 122
          f64x2.add
          local.set 122
          local.get 115
          local.get 123
          f64x2.add
          local.set 123
          local.get 116
          local.get 124
          f64x2.add
          local.set 124
          local.get 117
          local.get 125
          f64x2.add
          local.set 125
          local.get 118
          local.get 126
          f64x2.add
          local.set 126
          local.get 119
          local.get 127
          f64x2.add
          local.set 127
          local.get 120
          local.get 128
          f64x2.add
          local.set 128
          local.get 41
          local.get 121
          f64x2.lt
          local.set 129
          local.get 41
          local.get 122
          f64x2.lt
          local.set 130
          local.get 41
          local.get 123
          f64x2.lt
          local.set 131
          local.get 41
          local.get 124
          f64x2.lt
          local.set 132
          local.get 41
          local.get 125
          f64x2.lt
          local.set 133
          local.get 41
          local.get 126
          f64x2.lt
          local.set 134
          local.get 41
          local.get 127
          f64x2.lt
          local.set 135
          local.get 41
          local.get 128
          f64x2.lt
          local.set 136
          local.get 93
          local.get 121
          local.get 129
          v128.bitselect
          local.set 121
          local.get 93
          local.get 122
          local.get 130
          v128.bitselect
          local.set 122
          local.get 93
          local.get 123
          local.get 131
          v128.bitselect
          local.set 123
          local.get 93
          local.get 124
          local.get 132
          v128.bitselect
          local.set 124
          local.get 93
          local.get 125
          local.get 133
          v128.bitselect
          local.set 125
          local.get 93
          local.get 126
          local.get 134
          v128.bitselect
          local.set 126
          local.get 93
          local.get 127
          local.get 135
          v128.bitselect
          local.set 127
          local.get 93
          local.get 128
          local.get 136
          v128.bitselect
          local.set 128
          local.get 23
          local.get 129
          i64x2.sub
          local.set 23
          local.get 24
          local.get 130
          i64x2.sub
          local.set 24
          local.get 25
          local.get 131
          i64x2.sub
          local.set 25
          local.get 26
          local.get 132
          i64x2.sub
          local.set 26
          local.get 27
          local.get 133
          i64x2.sub
          local.set 27
          local.get 28
          local.get 134
          i64x2.sub
          local.set 28
          local.get 29
          local.get 135
          i64x2.sub
          local.set 29
          local.get 30
          local.get 136
          i64x2.sub
          local.set 30
          local.get 121
          local.set 15
          local.get 122
          local.set 16
          local.get 123
          local.set 17
          local.get 124
          local.set 18
          local.get 125
          local.set 19
          local.get 126
          local.set 20
          local.get 127
          local.set 21
          local.get 128
          local.set 22
          local.get 14
          f64.const 0x1p+0 (;=1;)
          f64.add
          local.set 14
          local.get 7
          i32.const 1
          i32.sub
          local.tee 7
          br_if 0 (;@3;)
        end
        local.get 11
        local.get 5
        i32.add
        local.get 15
        v128.store
        local.get 11
        local.get 5
        i32.add
        local.get 16
        v128.store offset=16
        local.get 11
        local.get 5
        i32.add
        local.get 17
        v128.store offset=32
        local.get 11
        local.get 5
        i32.add
        local.get 18
        v128.store offset=48
        local.get 11
        local.get 5
        i32.add
        local.get 19
        v128.store offset=64
        local.get 11
        local.get 5
        i32.add
        local.get 20
        v128.store offset=80
        local.get 11
        local.get 5
        i32.add
        local.get 21
        v128.store offset=96
        local.get 11
        local.get 5
        i32.add
        local.get 22
        v128.store offset=112
        local.get 12
        local.get 5
        i32.add
        local.get 23
        v128.store
        local.get 12
        local.get 5
        i32.add
        local.get 24
        v128.store offset=16
        local.get 12
        local.get 5
        i32.add
        local.get 25
        v128.store offset=32
        local.get 12
        local.get 5
        i32.add
        local.get 26
        v128.store offset=48
        local.get 12
        local.get 5
        i32.add
        local.get 27
        v128.store offset=64
        local.get 12
        local.get 5
        i32.add
        local.get 28
        v128.store offset=80
        local.get 12
        local.get 5
        i32.add
        local.get 29
        v128.store offset=96
        local.get 12
        local.get 5
        i32.add
        local.get 30
        v128.store offset=112
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        br 0 (;@2;)
      end
    end
    local.get 0
    local.get 8
    i32.store offset=4
    local.get 1)
  (export "run" (func 0)))
